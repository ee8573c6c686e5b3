import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { requirePlugin } from "../../src/program/plugin-listed.ts";
import { resource } from "./mocked.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "tocsin-plugin-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ours = [resource({ vendor: "stripe", kind: "webhook-endpoint", body: {} })];
const others = [resource({ vendor: "datadog", kind: "monitor", body: {} })];
const pulumiYaml = (text: string) =>
  writeFileSync(path.join(root, "Pulumi.yaml"), `name: shop\nruntime: nodejs\n${text}`);
const installed = () => {
  const folder = path.join(root, "node_modules/tocsin/plugin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "pulumi-resource-tocsin"), "");
};
const lines = "plugins:\n  providers:\n    - name: tocsin\n      path: node_modules/tocsin/plugin\n";

it("asks for the lines that a project without the plugin lacks, and takes a project with them", () => {
  installed();
  pulumiYaml("");
  expect(() => requirePlugin(root, ours)).toThrow(lines);
  pulumiYaml(lines);
  expect(() => requirePlugin(root, ours)).not.toThrow();
});

it("says so when the plugin is not where the project says", () => {
  pulumiYaml("plugins: {providers: [{name: tocsin, path: elsewhere}]}");
  expect(() => requirePlugin(root, ours)).toThrow("that the plugin tocsin is in elsewhere, and it is not there");
});

it("asks for nothing where the vendors' own plugins do all", () => {
  pulumiYaml("");
  expect(() => requirePlugin(root, others)).not.toThrow();
});
