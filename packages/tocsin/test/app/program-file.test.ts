import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadProgram } from "../../src/project/program-file.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "tocsin-program-"));
  mkdirSync(path.join(root, "node_modules"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
};
const manifest = (main?: string) => `name: shop\nruntime: nodejs\n${main === undefined ? "" : `main: ${main}\n`}`;
const own = { default: () => ({ made: "by default" }), program: (what: object) => () => ({ what }) };
const outputs = async () => (await loadProgram(root, own))();

it("runs the default export of an ES module, with what tocsin/pulumi has in this process", async () => {
  write({
    "package.json": '{"type": "module"}',
    "Pulumi.yaml": manifest("infra/index.ts"),
    "infra/index.ts": 'export { default } from "tocsin/pulumi";',
  });
  expect(await outputs()).toEqual({ made: "by default" });
  write({
    "infra/index.ts":
      'import { program } from "tocsin/pulumi";\nimport { web } from "./web.ts";\nexport default program({ web });',
    "infra/web.ts": "export const web = 1;",
  });
  expect(await outputs()).toEqual({ what: { web: 1 } });
});

it("takes the exports of a CommonJS program for its outputs, as `pulumi new typescript` makes it", async () => {
  write({
    "package.json": '{"main": "index.ts"}',
    "Pulumi.yaml": manifest(),
    "index.ts":
      'import * as tocsin from "tocsin/pulumi";\nimport * as path from "path";\nexport const made = tocsin.program({ at: path.basename("a/b") })();',
  });
  expect(await outputs()).toEqual({ made: { what: { at: "b" } } });
});

it("runs packages that are TypeScript as they are, such as a workspace of the team's", async () => {
  write({
    "package.json": '{"type": "module"}',
    "Pulumi.yaml": manifest("infra"),
    "infra/index.ts": 'import { name } from "own-names";\nexport const said: string = name;',
    "packages/names/package.json": '{"name": "own-names", "type": "module", "exports": {".": "./index.ts"}}',
    "packages/names/index.ts": 'export const name: string = "shop";',
  });
  symlinkSync(path.join(root, "packages/names"), path.join(root, "node_modules/own-names"));
  expect(await outputs()).toEqual({ said: "shop" });
});

it("says what is missing, and where a file cannot be read", async () => {
  write({ "package.json": "{}", "Pulumi.yaml": manifest("infra/index.ts") });
  await expect(outputs()).rejects.toThrow("Pulumi.yaml names infra/index.ts, which is not there");
  write({ "infra/index.ts": "export default {\n  a: ,\n};" });
  await expect(outputs()).rejects.toMatchObject({ problems: [{ file: "infra/index.ts", line: 2 }] });
});
