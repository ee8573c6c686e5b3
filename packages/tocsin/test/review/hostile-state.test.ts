import { expect, it } from "vitest";
import { previewText } from "../../src/app/run-text.ts";
import { withMarkers } from "../../src/program/values.ts";
import { parseCompiled } from "../../src/review/state.ts";

/** What `tocsin compile --json` printed for a branch whose author nobody has to trust. */

const resource = {
  ...{
    vendor: "datadog",
    kind: "monitor",
    name: "shop/errors/monitor",
    definition: "shop/errors",
    parent: {},
    body: {},
  },
  refs: [],
};
const read = (change: object) =>
  parseCompiled(JSON.stringify({ stack: "prod", definitions: [], resources: [{ ...resource, ...change }] }), "x.json");

it("is read as it was printed", () => expect(read({}).resources).toEqual([resource]));

it.each([
  ["a name of two lines", { name: "x\n::error::owned" }],
  ["a name that drives the terminal", { name: "\u001b]0;owned\u0007" }],
  ["a definition of two lines", { definition: "x\r::set-output name=a::b" }],
  ["a path into what every object inherits", { refs: [{ path: "__proto__.x", resource: "a", property: "id" }] }],
  ["a path by way of the constructor", { refs: [{ path: "constructor.prototype.x", resource: "a", property: "id" }] }],
])("is refused for %s", (_, change) => {
  expect(() => read(change)).toThrow(/x\.json is not what `tocsin compile --json` prints: resources\.0\./);
});

it("is refused when it is nested too deep to be walked through", () => {
  const deep = `${"[".repeat(2500)}${"]".repeat(2500)}`;
  expect(() => parseCompiled(deep, "x.json")).toThrow("nested deeper than anything");
  expect(() => parseCompiled(`${`{"a":`.repeat(100_000)}1${"}".repeat(100_000)}`, "x.json")).toThrow("nested deeper");
});

it("puts no value of another resource into what every object inherits", () => {
  for (const path of ["__proto__.polluted", "a.__proto__", "constructor.prototype.polluted"]) {
    const refs = [{ path, resource: "b", property: "id" }];
    const one = {
      vendor: "datadog",
      kind: "monitor",
      name: "a",
      definition: null,
      parent: {},
      body: { a: {} },
      refs,
    } as const;
    expect(() => withMarkers({ ...one, refs })).toThrow("has no place there");
  }
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

it("shows names in a preview on one line each", () => {
  const step = {
    op: "create",
    urn: "u",
    type: "t",
    name: "x\n::error::owned\u001b[31m",
    id: null,
    changed: [],
  } as const;
  const text = previewText({ steps: [{ ...step, changed: [] }], drifted: [], changed: true, durationMs: 1 });
  expect(text.split("\n")).toHaveLength(2);
  expect(text).not.toContain("\u001b");
});
