import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { constantsOf, withDefinition, withImported } from "../../src/import/files.ts";
import { constantOf } from "../../src/import/print.ts";
import type { Resource } from "../../src/model/resource.ts";
import { askingForSecrets, readImported } from "../../src/project/imported.ts";

const printed = {
  constant: "two",
  text: "export const two = alert({\n  id: 2,\n});\n",
  words: ["above", "alert", "minutes"],
};

test.each([
  ["shop/search", "search2"],
  ["shop/delete", "delete2"],
  ["shop/search-2", "search2"],
  ["shop/5xx", "alert5xx"],
  ["shop/slow-cart", "slowCart"],
])("the constant of %s is no word that the file imports, nor one of TypeScript's", (id, name) => {
  expect(constantOf(id, new Set())).toBe(name);
});

describe("the definition file", () => {
  test("is begun with the import that it needs, wherever it lies", () => {
    expect(withDefinition("", printed)).toBe(`import { above, alert, minutes } from "tocsin";\n\n${printed.text}`);
  });

  test("is continued with one import for all", () => {
    const before = `// Ours.\nimport {\n  alert,\n  crons,\n} from "tocsin";\n\nconst one = 1;\n`;
    const after = withDefinition(before, printed);
    expect(after).toContain('import { above, alert, crons, minutes } from "tocsin";\n');
    expect(after.match(/from "tocsin"/g)).toHaveLength(1);
    expect(after.endsWith(`const one = 1;\n\n${printed.text}`)).toBe(true);
    expect(after).toContain("// Ours.");
    expect(constantsOf(after)).toEqual(new Set(["one", "two"]));
  });
});

describe("imported.yaml", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-imported-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    await writeFile(path.join(folder, "imported.yaml"), text);
    return readImported(folder, "local");
  };

  test("is absent at first", () => expect(readImported(folder, "local")).toEqual(new Map()));

  test("keeps what stands there, comments too, and ids as text", async () => {
    const first = withImported("", "local", new Map([["a/b/monitor", "123"]]));
    expect(first).toMatch(/^# Resources that were created by hand/);
    const second = withImported(
      `${first}# mine\nprod:\n  a/b/monitor: "9"\n`,
      "local",
      new Map([["c/d/monitor", "we_1"]]),
    );
    expect(second).toContain("# mine");
    expect(await read(second)).toEqual(
      new Map([
        ["a/b/monitor", "123"],
        ["c/d/monitor", "we_1"],
      ]),
    );
    expect(readImported(folder, "staging")).toEqual(new Map());
  });

  test.each([
    ["a: [", /not valid YAML/],
    ["local: { a: 1 }", /\(local\.a\)/],
    ["- local", /it maps stack, resource and "id"/],
  ])("%s cannot be used", async (text, reason) => await expect(read(text)).rejects.toThrow(reason));

  const endpoint: Resource = {
    vendor: "stripe",
    kind: "webhook-endpoint",
    name: "a/b/webhook-endpoint",
    definition: "a/b",
    parent: {},
    body: {},
    refs: [],
  };
  const variable: Resource = {
    ...endpoint,
    vendor: "vercel",
    kind: "environment-variable",
    name: "a/b/environment-variable/HOOK_SECRET",
    body: { key: "HOOK_SECRET" },
    refs: [{ path: "value", resource: endpoint.name, property: "secret" }],
  };

  test("makes the secret of an imported endpoint one that is asked for", () => {
    const resources = [endpoint, variable];
    expect(askingForSecrets(resources, new Map())).toEqual(resources);
    expect(askingForSecrets(resources, new Map([[endpoint.name, "we_1"]]))).toEqual([
      endpoint,
      { ...variable, body: { key: "HOOK_SECRET", value: "secret:HOOK_SECRET" }, refs: [] },
    ]);
  });

  test("is held against the definitions", () => {
    expect(() => askingForSecrets([endpoint], new Map([["gone/for-good/monitor", "1"]]))).toThrow(
      /names what no definition has: gone\/for-good\/monitor/,
    );
  });
});
