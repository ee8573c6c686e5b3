/** A checkout on a disk that is read-only: what only reads needs no place to write. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { bundle } from "../../src/project/load/bundle.ts";

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project inside a repository whose packages lie above it; a file where the cache would be stops every user, root too. */
function project(): string {
  const repository = mkdtempSync(path.join(tmpdir(), "tocsin-read-only-"));
  folders.push(repository);
  // What is made elsewhere stays as long as the process, which here runs other tests too.
  vi.stubEnv("TMPDIR", repository);
  const put = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
    writeFileSync(path.join(repository, file), text);
  };
  put("node_modules/team-words/package.json", '{ "name": "team-words", "type": "module", "main": "index.js" }');
  put("node_modules/team-words/index.js", 'export const why = "Orders are lost.";');
  put("shop/node_modules/own-words/package.json", '{ "name": "own-words", "type": "module", "main": "index.js" }');
  put("shop/node_modules/own-words/index.js", 'export const owner = "founder";');
  put("shop/node_modules/.cache", "");
  put(
    "shop/alerts/shop.ts",
    `import { why } from "team-words";
    import { owner } from "own-words";
    const said = why + owner;
    if (said !== "Orders are lost.founder") throw new Error(said);
    `,
  );
  return path.join(repository, "shop");
}

it("loads definitions, with the packages of the project and of the folders above it", async () => {
  const root = project();
  const { problems } = await loadDefinitions(root);
  expect(problems).toEqual([]);
  expect(readdirSync(path.join(root, "node_modules"))).toEqual([".cache", "own-words"]);
});

it.each(["esm", "cjs"] as const)(
  "keeps what is made of them (%s) outside of the project, as long as the process",
  async (format) => {
    const root = project();
    const made = await bundle(root, { name: "program", contents: "export const x = 1;", format });
    if ("problems" in made) throw new Error("not bundled");
    expect(existsSync(made.file)).toBe(true);
    expect(made.file.startsWith(root)).toBe(false);
  },
);
