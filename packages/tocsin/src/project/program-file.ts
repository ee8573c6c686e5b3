/** The team's Pulumi program: what `main` of Pulumi.yaml exports. `pulumi up` and `tocsin up` run the same. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../model/problem.ts";
import { readText } from "../shared/text-file.ts";
import { bundle } from "./load/bundle.ts";

type Outputs = Record<string, unknown>;

const manifest = z.object({ main: z.string().optional() });
const packageShape = z.object({ type: z.string().optional(), main: z.string().optional() });
const sources = ["ts", "mts", "cts", "js", "mjs", "cjs"];

/** Where a bundled program finds what `tocsin/pulumi` exports: this very tool's, so that there is one of it. */
const handover = Symbol.for("tocsin/pulumi");

/**
 * Loads the program, and gives what runs it and tells its outputs. It is bundled anew, so that changed files count.
 * @param own what `tocsin/pulumi` exports
 * @throws ConfigurationError when there is none, or it cannot be read
 */
export async function loadProgram(root: string, own: object): Promise<() => Promise<Outputs>> {
  const file = programFile(root);
  const format = isCommonJs(file) ? "cjs" : "esm";
  const contents =
    format === "cjs" ? `module.exports = require(${JSON.stringify(file)});` : reexport(JSON.stringify(file));
  const made = await bundle(root, { name: "program", contents, format, plugins: [ownProgram(own), sourcesOfPackages] });
  if ("problems" in made) throw new ConfigurationError("The program of Pulumi.yaml cannot be read:", made.problems);
  Reflect.set(globalThis, handover, own);
  return async () => {
    const loaded: object =
      format === "cjs" ? createRequire(made.file)(made.file) : await import(pathToFileURL(made.file).href);
    // As Pulumi's own runner has it: a default export alone is the program, and a function is run.
    const exported: unknown = format === "esm" && "program" in loaded ? exportOf(loaded.program) : exportOf(loaded);
    return z
      .record(z.string(), z.unknown())
      .parse((await (typeof exported === "function" ? exported() : exported)) ?? {});
  };
}

/** A namespace as one export: whether a module has a default can only be asked of the whole. */
const reexport = (file: string) => `export * as program from ${file};`;

function exportOf(loaded: unknown): unknown {
  const isModule = typeof loaded === "object" && loaded !== null;
  return isModule && Object.keys(loaded).join() === "default" && "default" in loaded ? loaded.default : loaded;
}

/** The file that `main` names: itself, or the `index` of a folder. */
function programFile(root: string): string {
  const { main } = manifest.parse(parseYaml(readText(path.join(root, "Pulumi.yaml"))));
  const stated = main ?? packageAt(root)?.main ?? ".";
  const place = path.resolve(root, stated);
  const candidates = statSync(place, { throwIfNoEntry: false })?.isDirectory()
    ? sources.map((extension) => path.join(place, `index.${extension}`))
    : [place];
  const found = candidates.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `There is no program: Pulumi.yaml ${main === undefined ? "names none" : `names ${main}, which is not there`}. The program that provisions the definitions is one file with the line: export { default } from "tocsin/pulumi";`,
  );
}

/** Whether the program makes `Alerts`, and may give them settings that no file has. Told by its text, so that nothing runs. */
export function hasAlerts(root: string): boolean {
  const folder = path.dirname(programFile(root));
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !/(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(file))
    .map((file) => readFileSync(path.join(folder, file), "utf8"))
    .some((text) => text.includes("tocsin/pulumi") && /\bAlerts\b/.test(text));
}

function packageAt(folder: string): z.output<typeof packageShape> | null {
  const file = path.join(folder, "package.json");
  return existsSync(file) ? packageShape.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

/** What Node takes a file for: by its extension, or else by the nearest package.json. */
function isCommonJs(file: string): boolean {
  if (/\.c[jt]s$/.test(file)) return true;
  if (/\.m[jt]s$/.test(file)) return false;
  for (let folder = path.dirname(realpathSync(file)); ; folder = path.dirname(folder)) {
    const found = packageAt(folder);
    if (found !== null) return found.type !== "module";
    if (folder === path.dirname(folder)) return true;
  }
}

/** `tocsin/pulumi` as a module with the same exports, for both kinds of module. */
const ownProgram = (own: object): Plugin => ({
  name: "own-program",
  setup(build) {
    const names = Object.keys(own).filter((name) => name !== "default");
    const contents = [
      `const own = globalThis[Symbol.for(${JSON.stringify(handover.description)})];`,
      "export default own.default;",
      ...names.map((name) => `export const ${name} = own.${name};`),
    ].join("\n");
    build.onResolve({ filter: /^tocsin\/pulumi$/ }, ({ path: name }) => ({ path: name, namespace: "tocsin" }));
    build.onLoad({ filter: /.*/, namespace: "tocsin" }, () => ({ contents }));
  },
});

/** A package of the team's own may be TypeScript as it is, such as one of its workspaces; Node would not read it. */
const sourcesOfPackages: Plugin = {
  name: "sources-of-packages",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, resolveDir }) => {
      if (isBuiltin(name) || path.isAbsolute(name)) return undefined;
      try {
        const found = createRequire(path.join(resolveDir, "-")).resolve(name);
        return /\.[mc]?ts$/.test(found) ? { path: realpathSync(found) } : undefined;
      } catch {
        // Nothing that `require` finds: left to Node, which says what is missing when it is needed.
        return undefined;
      }
    });
  },
};
