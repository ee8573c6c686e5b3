import { expect, it } from "vitest";
import type { Resource } from "../../src/model/resource.ts";
import { inOrder } from "../../src/program/program.ts";

function named(name: string, ...needs: string[]): Resource {
  const refs = needs.map((resource, i) => ({ path: `a.${i}`, resource, property: "id" }));
  return { vendor: "datadog", kind: "monitor", name, definition: null, parent: {}, body: {}, refs };
}

const names = (resources: readonly Resource[]) => resources.map((resource) => resource.name);

it("puts what is referred to first and keeps the order otherwise", () => {
  expect(names(inOrder([named("a", "c"), named("b"), named("c", "d"), named("d")]))).toEqual(["d", "c", "a", "b"]);
});

it("names the circle", () => {
  expect(() => inOrder([named("a", "b"), named("b", "a")])).toThrow("a -> b -> a");
});

it("names a reference that leads nowhere and where it stands", () => {
  expect(() => inOrder([named("a", "gone")])).toThrow(
    "Resource a refers to gone (at a.0), which is not in this stack.",
  );
});

it("refuses two resources of one name", () => {
  expect(() => inOrder([named("a"), named("a")])).toThrow("Two resources are named a");
});
