import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { z } from "zod";
import type { Problem } from "../../model/problem.ts";
import { diskRefusal } from "../../shared/disk.mjs";
import { packageFolder } from "../../shared/package-folder.mjs";
import { type Place, problemAt } from "./place.ts";

/** All definition files as one module, with the way back from its lines to theirs. */
export interface Bundle {
  file: string;
  /** The files that it is made from, relative to the project's folder, with `/`. */
  inputs: ReadonlySet<string>;
  /** Source place of the first frame in a stack that lies in the bundle. */
  locate: (stack: string) => Place | null;
}

/** What `tocsin` means in a definition: this very tool's language, wherever the definition lies. */
const language = import.meta.url.endsWith(".ts")
  ? join(packageFolder(), "src", "index.ts")
  : join(packageFolder(), "dist", "index.js");

const ownLanguage: Plugin = {
  name: "own-language",
  setup(build) {
    build.onResolve({ filter: /^tocsin$/ }, () => ({ path: language }));
  },
};

/** What is made into one file. */
interface Entry {
  /** Of the file that is made, and of what messages call it. */
  name: "definitions" | "program";
  /** A module that takes everything in. */
  contents: string;
  format: "esm" | "cjs";
  plugins?: readonly Plugin[];
}

/** Files with other texts than those on the disk, by absolute path: what an edit would make of them. */
export type Texts = ReadonlyMap<string, string>;

const withTexts = (texts: Texts): Plugin => ({
  name: "texts",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = texts.get(path);
      return text === undefined ? undefined : { contents: text, loader: "ts" };
    });
  },
});

/** Bundles the files of definitions in one pass; what cannot be parsed comes back as problems. */
export function bundled(
  root: string,
  files: readonly string[],
  texts: Texts = new Map(),
): Promise<Bundle | { problems: Problem[] }> {
  const contents = files.map((file, i) => `export * as file${i} from ${JSON.stringify(file)};`).join("\n");
  return bundle(root, { name: "definitions", contents, format: "esm", plugins: [withTexts(texts)] });
}

/** Bundles the team's files that an entry takes in; packages stay outside. */
export async function bundle(
  root: string,
  { name: kind, contents, format, plugins = [] }: Entry,
): Promise<Bundle | { problems: Problem[] }> {
  const { build } = await import("esbuild");
  const extension = format === "esm" ? "mjs" : "cjs";
  const result = await build({
    stdin: { contents, resolveDir: root, sourcefile: `${kind}.ts` },
    bundle: true,
    format,
    platform: "node",
    packages: "external",
    plugins: [ownLanguage, ...plugins],
    write: false,
    outfile: `${kind}.${extension}`,
    sourcemap: "external",
    metafile: true,
    sourcesContent: false,
    absWorkingDir: root,
    logLevel: "silent",
  }).catch((failure: unknown) => buildFailure.parse(failure));
  if ("errors" in result && !("outputFiles" in result)) {
    return {
      problems: result.errors.map((e) =>
        problemAt(
          e.location ? { file: e.location.file, line: e.location.line } : null,
          "load/syntax",
          null,
          e.text,
          "Fix the file; nothing was loaded.",
        ),
      ),
    };
  }
  const code = result.outputFiles.find((f) => f.path.endsWith(extension));
  const map = result.outputFiles.find((f) => f.path.endsWith(".map"));
  if (!code || !map) throw new Error(`The files of the ${kind} could not be bundled: the bundler gave no output.`);
  // The name carries the content, because Node keeps a module that it has once imported.
  const name = `${kind}-${createHash("sha256").update(code.text).digest("hex").slice(0, 16)}.${extension}`;
  const file = kept(root, name, code.text);
  let parsed: SourceMap | undefined;
  const frame = new RegExp(`${name.replace(".", "\\.")}:(\\d+):(\\d+)`);
  const locate = (stack: string): Place | null => {
    const hit = stack.match(frame);
    if (!hit) return null;
    parsed ??= new SourceMap(JSON.parse(map.text));
    const entry = parsed.findEntry(Number(hit[1]) - 1, Number(hit[2]) - 1);
    if (!("originalSource" in entry)) return null;
    return {
      file: relative(root, resolve(root, entry.originalSource)),
      line: entry.originalLine + 1,
    };
  };
  return { file, locate, inputs: new Set(Object.keys(result.metafile.inputs)) };
}

/** Long enough that no other run is still about to import an older bundle. */
const keptMs = 600_000;

/** Where a bundle lies: with the project's packages or, where that cannot be written, in a folder that this process takes away again. */
function kept(root: string, name: string, text: string): string {
  const own = join(root, "node_modules", ".cache", "tocsin");
  try {
    keep(own, join(own, name), text);
    return join(own, name);
  } catch (error) {
    if (diskRefusal(error) === null) throw error;
    const folder = folderElsewhere(root);
    keep(folder, join(folder, name), text);
    return join(folder, name);
  }
}

/** A folder in which packages are found as from the project's own: links to each `node_modules` on the way up, the nearest innermost. */
function folderElsewhere(root: string): string {
  const holder = mkdtempSync(join(tmpdir(), "tocsin-"));
  process.once("exit", () => rmSync(holder, { recursive: true, force: true }));
  const above = (folder: string): string[] =>
    dirname(folder) === folder ? [folder] : [...above(dirname(folder)), folder];
  const folders = above(resolve(root)).filter((folder) => existsSync(join(folder, "node_modules")));
  return folders.reduce((outer, folder, at) => {
    const inner = join(outer, String(at));
    mkdirSync(inner);
    symlinkSync(join(folder, "node_modules"), join(inner, "node_modules"), "junction");
    return inner;
  }, holder);
}

/** Writes the bundle under its final name in one step, and clears bundles that nobody imports any more. */
function keep(folder: string, file: string, text: string): void {
  // The name carries a digest of the content, but anybody can write under a name: a restored cache is no source.
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).map((entry) => join(folder, entry))) {
    const stat = statSync(old, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > keptMs) rmSync(old, { force: true });
  }
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

const buildFailure = z.object({
  errors: z.array(z.object({ text: z.string(), location: z.object({ file: z.string(), line: z.number() }).nullish() })),
});
