import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { publint } from "publint";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { contents } from "./contents.ts";
import { root } from "./created-project.ts";

const names = z.record(z.string(), z.string()).default({});
const manifestSchema = z.looseObject({
  license: z.string(),
  description: z.string().min(20),
  keywords: z.array(z.string()).min(3),
  engines: z.object({ node: z.literal("^20.19.0 || >=22.12.0") }),
  dependencies: names,
  peerDependencies: names,
});

/**
 * Found by name at run time, and imported by no file: the engine's SDKs, whose plugins' versions are read from them; tocsin
 * takes them too, by import, and is imported itself.
 */
const byName: Record<string, string[]> = {
  tocsin: ["typescript"],
  "tocsin-fake-providers": ["@pulumi/datadog", "@pulumi/pulumi", "@pulumiverse/vercel"],
};

/** In the declarations only; what runs has it built in. */
const inDeclarations: Record<string, string[]> = { tocsin: ["vitest", "zod"], "tocsin-probe": ["zod"] };

describe.each(Object.keys(contents))("the tarball of %s", (name) => {
  let folder = "";
  const tarball = () => inject("tarballs")[name] ?? "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tocsin-tarball-"));
    execFileSync("tar", ["-xzf", tarball(), "-C", folder, "--strip-components=1"]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const files = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort();
  const manifest = () => manifestSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

  test("holds what is published and nothing else", () => {
    const held = files().map((path) =>
      path.replace(/[\w-]+-[A-Z0-9]{8}(?=\.m?js)/, "*").replace(/^(docs\/rules\/)[\w-]+/, "$1*"),
    );
    expect(`\n${[...new Set(held)].join("\n")}\n`).toBe(contents[name]);
  });

  test("says what it is, and lists nothing for developers", () => {
    expect(manifest()).toMatchObject({ license: "Apache-2.0" });
    expect(Object.keys(manifest())).not.toEqual(expect.arrayContaining(["devDependencies"]));
    expect(manifest().scripts).toBeUndefined();
  });

  test("depends on what its files import, no more and no less", () => {
    const { dependencies, peerDependencies } = manifest();
    const listed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const ran = imported(folder, files(), /\.[mc]?js$/).filter((one) => one !== name);
    const declared = imported(folder, files(), /\.d\.[mc]?ts$/);
    expect([...new Set([...ran, ...(byName[name] ?? []), ...(inDeclarations[name] ?? [])])].sort()).toEqual(
      listed.sort(),
    );
    expect(declared.filter((one) => !listed.includes(one))).toEqual([]);
    expect(declared).toEqual(expect.arrayContaining(inDeclarations[name] ?? []));
  });

  test("has pages whose links lead to pages that it has", () => {
    const pages = files().filter((path) => /^docs\/.*\.md$/.test(path));
    const wrong = pages.flatMap((page) =>
      [...readFileSync(join(folder, page), "utf8").matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)/g)].flatMap(
        ([, target = ""]) => (existsSync(join(folder, dirname(page), target)) ? [] : [`${page}: ${target}`]),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("names no package that is not published", () => {
    const code = files().filter((path) => /\.([mc]?js|d\.[mc]?ts)$|package\.json$/.test(path));
    const naming = code.filter((path) => readFileSync(join(folder, path), "utf8").includes("@pulumi/sentry"));
    expect(naming).toEqual([]);
  });

  test("publint finds nothing", async () => {
    const { messages } = await publint({ pkgDir: folder, pack: false, level: "suggestion", strict: true });
    expect(messages).toEqual([]);
  });

  // The emulators are a program, which nobody imports.
  test("attw finds nothing, for node10 and CommonJS too", () => {
    const cli = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
    const { status, stdout } = spawnSync(process.execPath, [cli, tarball(), "--no-color"], { encoding: "utf8" });
    expect(stdout).toContain(name === "tocsin-emulators" ? "does not contain types" : "No problems found");
    expect(status, stdout).toBe(0);
  });
});

test("the tool's tarball stays within its budget", () => {
  expect(statSync(inject("tarballs").tocsin ?? "").size).toBeLessThan(1.5 * 1024 * 1024);
});

/** The packages that files import, by name. */
function imported(folder: string, files: readonly string[], kind: RegExp): string[] {
  const packages = files
    // What is deployed to Vercel is there by itself, and imports nothing.
    .filter((path) => kind.test(path) && !path.startsWith("dist/function/"))
    .flatMap((path) => importsOf(join(folder, path)))
    .filter((one) => !/^[./#<]|^node:/.test(one) && !builtinModules.includes(one))
    .map((one) =>
      one
        .split("/")
        .slice(0, one.startsWith("@") ? 2 : 1)
        .join("/"),
    )
    .filter((one) => !askedFor.has(one));
  return [...new Set(packages)].sort();
}

/** Native helpers of `ws`, which is built in; it goes on without them. */
const askedFor = new Set(["bufferutil", "utf-8-validate"]);

/** What a file imports or requires, by the parser of what built it; text inside the file that looks like it is left out. */
function importsOf(file: string): string[] {
  if (/ts$/.test(file)) return ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map((one) => one.fileName);
  // What is built requires by a function of its own; under its usual name the parser takes its calls for what they are.
  const contents = readFileSync(file, "utf8")
    .replace("const require = requireFrom(import.meta.url);", "")
    .replaceAll("__require(", "require(");
  const { metafile } = buildSync({
    stdin: { contents, resolveDir: dirname(file), sourcefile: file },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    external: ["*"],
    metafile: true,
    logLevel: "silent",
  });
  return Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
}
