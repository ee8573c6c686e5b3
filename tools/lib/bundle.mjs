import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleEntry, pluginSources, projectRoot } from "../../packages/tocsin/src/engine/install/paths.mjs";
import { messageOf, SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";

/** Small packages that every command needs: bundled, they load in a fraction of the time. All others stay in node_modules. */
const bundled = new Set(["zod", "commander", "picocolors", "p-limit", "yaml"]);

const entry = join(projectRoot, "src", "cli", "main.ts");
const pluginEntries = Object.fromEntries(Object.entries(pluginSources).map(([name, path]) => [`plugin-${name}`, path]));
const output = dirname(bundleEntry);
const record = join(output, "inputs.json");
/** Chunks of an older bundle stay this long: a command that is running may still load one. */
const keepChunksMs = 24 * 3_600_000;

/**
 * Whether every file that the bundle was made from is as it was then.
 * @returns {boolean}
 */
export function isBundled() {
  if (!existsSync(bundleEntry) || !existsSync(record)) return false;
  try {
    const { root, inputs } = JSON.parse(readFileSync(record, "utf8"));
    if (root !== projectRoot) return false;
    return Object.entries(inputs).every(([path, state]) => stateOf(path) === state);
  } catch {
    return false;
  }
}

/**
 * Bundles the command line and the engine's plugins into `dist/`, so that they start without compiling TypeScript. Files are put in place one by one
 * with the entry and then the record of inputs last: a killed run leaves the old bundle or one that is made again.
 *
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log}} options
 * @throws {SetUpError} when the source does not compile
 */
export async function bundle({ log }) {
  if (!existsSync(entry)) throw new SetUpError(`${entry} is missing: this checkout of tocsin is incomplete`);
  log(existsSync(bundleEntry) ? "bundling the command line (its sources have changed)" : "bundling the command line");
  const startedAt = Date.now();
  const esbuild = await import("esbuild");
  const result = await esbuild
    .build({
      absWorkingDir: projectRoot,
      entryPoints: { main: entry, ...pluginEntries },
      outdir: output,
      chunkNames: "chunk-[name]-[hash]",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      external: externals(),
      // What is CommonJS in the bundle asks for Node's modules by `require`, which an ES module does not have.
      banner: {
        js: 'import { createRequire as tocsinCreateRequire } from "node:module"; const require = tocsinCreateRequire(import.meta.url);',
      },
      plugins: [sourceLocations],
      legalComments: "none",
      metafile: true,
      write: false,
      logLevel: "silent",
    })
    .catch((error) => {
      throw new SetUpError(`the command line does not compile:\n${messageOf(error)}`, { cause: error });
    });
  mkdirSync(output, { recursive: true });
  const isEntry = (/** @type {{path: string}} */ file) => file.path === bundleEntry;
  for (const file of result.outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b))))
    put(file.path, file.contents);
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
  const own = ["package.json", "scripts/lib/bundle.mjs", ...inputs];
  // A file that was written while we read may be in the bundle as it was before.
  const isSettled = (/** @type {string} */ path) => statSync(join(projectRoot, path)).mtimeMs < startedAt;
  const states = Object.fromEntries(
    own.map((path) => [path, isSettled(path) ? stateOf(path) : "changed while bundling"]),
  );
  put(record, JSON.stringify({ root: projectRoot, inputs: states }));
  removeOldChunks(result.outputFiles.map((file) => file.path));
}

/** @returns {string[]} */
function externals() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !bundled.has(name));
  return names.flatMap((name) => [name, `${name}/*`]);
}

/**
 * The program of a plugin: bundled if the bundle is of the sources as they are, else its source.
 * @param {string} name a key of `pluginSources`
 * @returns {{file: string, isSource: boolean}}
 */
export function pluginProgram(name) {
  if (isBundled()) return { file: join(output, `plugin-${name}.js`), isSource: false };
  return { file: pluginSources[name] ?? "", isSource: true };
}

/**
 * A file's size and times, the change time among them: it moves with every write, also with one that sets the others back.
 * @param {string} path relative to the project
 * @returns {string}
 */
function stateOf(path) {
  const stat = statSync(join(projectRoot, path), { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/**
 * Keeps `import.meta` of our own files pointing at the source, where they look for templates and programs beside them.
 * @type {import("esbuild").Plugin}
 */
const sourceLocations = {
  name: "source-locations",
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
      if (relative(projectRoot, path).startsWith("node_modules")) return undefined;
      const text = readFileSync(path, "utf8");
      const contents = text
        .replace(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
        .replace(/\bimport\.meta\.filename\b/g, JSON.stringify(path))
        .replace(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path)));
      return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
    });
  },
};

/**
 * @param {string} file
 * @param {string | Uint8Array} contents
 */
function put(file, contents) {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, contents);
  renameSync(next, file);
}

/** @param {string[]} current */
function removeOldChunks(current) {
  const limit = Date.now() - keepChunksMs;
  for (const name of readdirSync(output)) {
    const file = join(output, name);
    if (file !== record && !current.includes(file) && statSync(file).mtimeMs < limit) rmSync(file, { force: true });
  }
}
