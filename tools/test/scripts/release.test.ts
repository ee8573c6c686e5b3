/** What a release publishes, in which order, and from which tag. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import {
  inDependencyOrder,
  type Package,
  publicPackages,
  repositoryOf,
  tagRefusal,
  tarballOf,
} from "../../lib/release.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

const one = (name: string, dependencies: Record<string, string> = {}, version = "1.2.3"): Package => ({
  folder: `packages/${name}`,
  manifest: { name, version, dependencies },
});
const namesOf = (packages: readonly Package[]) => packages.map(({ manifest }) => manifest.name);

test("a package is published after those that it needs, peers included", () => {
  const page: Package = {
    folder: "packages/page",
    manifest: { name: "page", version: "1", peerDependencies: { tool: "1" } },
  };
  expect(namesOf(inDependencyOrder([page, one("tool", { base: "1", zod: "4" }), one("base")]))).toEqual([
    "base",
    "tool",
    "page",
  ]);
  expect(() => inDependencyOrder([one("a", { b: "1" }), one("b", { a: "1" }), one("c")])).toThrow(/: a, b$/);
});

test("a tag releases only what has its version", () => {
  expect(tagRefusal("v1.2.3", [one("a"), one("b")])).toBeNull();
  expect(tagRefusal("v1.2.4", [one("a", {}, "1.2.4"), one("b")])).toContain(
    "packages/b is 1.2.3: write the tag's version",
  );
  expect(tagRefusal("1.2.3", [one("a")])).toContain('the tag is "1.2.3"');
});

test("what is private is left out", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-release-"));
  for (const [name, manifest] of Object.entries({ ours: { private: true }, tool: { version: "1.0.0" } })) {
    mkdirSync(path.join(folder, "packages", name), { recursive: true });
    writeFileSync(path.join(folder, "packages", name, "package.json"), JSON.stringify({ name, ...manifest }));
  }
  expect(namesOf(publicPackages(folder))).toEqual(["tool"]);
  rmSync(folder, { recursive: true });
});

test("the packages of this repository have one version and an order", () => {
  const packages = inDependencyOrder(publicPackages(root));
  const names = namesOf(packages);
  expect(names).toEqual(
    expect.arrayContaining(["tocsin", "tocsin-probe", "tocsin-emulators", "tocsin-fake-providers"]),
  );
  expect(names).not.toContain("@pulumi/sentry");
  expect(names.indexOf("tocsin-probe")).toBeLessThan(names.indexOf("tocsin"));
  expect(names.indexOf("tocsin")).toBeLessThan(names.indexOf("tocsin-fake-providers"));
  const [first] = packages;
  expect(tagRefusal(`v${first?.manifest.version}`, packages)).toBeNull();
});

test("a package says where in which repository its sources are", () => {
  const tool = one("tool");
  expect(repositoryOf(tool, "acme/alerts")).toEqual({
    type: "git",
    url: "git+https://github.com/acme/alerts.git",
    directory: "packages/tool",
  });
  expect(tarballOf(tool)).toBe(path.join("dist", "packages", "tool-1.2.3.tgz"));
});
