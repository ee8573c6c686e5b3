import { spawnSync } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureSetUp } from "../../../../../tools/setup.mjs";

const folder = path.resolve(import.meta.dirname, "../../..");
const node = (script: string, type: "module" | "commonjs") =>
  spawnSync(process.execPath, [`--input-type=${type}`, "-e", script], { cwd: folder, encoding: "utf8" });

/** Node reads the names of a CommonJS package only by its default export: a bundler and a test runner forgive what Node does not. */
describe("what is built runs in Node itself", () => {
  beforeAll(() => ensureSetUp({ quiet: true }).then(() => undefined));

  it.each([
    ["tocsin", "alert"],
    ["tocsin/pulumi", "Alerts"],
    ["tocsin/pulumi", "program"],
    ["tocsin/internal/provider", "serve"],
  ])("%s gives %s to an ES module and to a CommonJS one", (name, exported) => {
    const imported = node(
      `const { ${exported} } = await import("${name}"); console.log(typeof ${exported});`,
      "module",
    );
    expect(imported).toMatchObject({ status: 0, stdout: "function\n", stderr: "" });
    const required = node(`const { ${exported} } = require("${name}"); console.log(typeof ${exported});`, "commonjs");
    expect(required).toMatchObject({ status: 0, stdout: "function\n", stderr: "" });
  });

  it("loads Pulumi's SDK without the compiler and the installer in it, which a program with functions gets all the same", () => {
    const loaded = node(
      `import { createRequire } from "node:module";
       const sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
       const members = (name) => Object.keys(sdk.cache[sdk.resolve(name)]?.exports ?? {}).length;
       await import("tocsin/pulumi");
       console.log(members("typescript"), members("@npmcli/arborist"));
       const { text } = await sdk("@pulumi/pulumi").runtime.serializeFunction((event) => event.id);
       console.log(text.includes("event.id"), members("typescript") > 1000);`,
      "module",
    );
    expect(loaded).toMatchObject({ status: 0, stdout: "0 0\ntrue true\n" });
  });
});
