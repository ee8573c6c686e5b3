import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { messageOf, SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { englishOnly, ownPackages, requireCommonJs } from "./bundling.mjs";
import { inPackage, localFolder, repository } from "./paths.mjs";

/**
 * @typedef {object} Target what is built of one package
 * @property {string} name the package's folder below `packages/`
 * @property {string} [folder] below `dist/`; `dist/` itself when not said
 * @property {Record<string, string>} entries name of the built file, and the source below the package's folder
 * @property {string[]} [beside] files of the package that are copied beside that folder
 * @property {boolean} [whole] whether everything goes into one file, packages included
 * @property {".js" | ".mjs"} [extension] of the built files
 * @property {readonly string[]} [required] entries that CommonJS programs may require, each by a `.cjs` beside it
 */

/** The command line comes last: a build that is killed leaves the old one or one that is made again. @type {readonly Target[]} */
const targets = [
  { name: "create-tocsin", entries: { index: "src/index.ts", main: "src/main.ts" }, required: ["index"] },
  {
    name: "probe",
    folder: "function/api",
    entries: { probe: "src/api/probe.ts" },
    beside: ["vercel.json"],
    whole: true,
    extension: ".mjs",
  },
  { name: "probe", entries: { index: "src/index.ts" }, required: ["index"] },
  {
    name: "emulators",
    extension: ".mjs",
    entries: {
      main: "src/main.ts",
      "database-worker": "src/supabase/database-worker.mjs",
      "function-runner": "src/vercel/function-runner.mjs",
    },
  },
  {
    name: "fake-providers",
    entries: { install: "src/install.ts", datadog: "src/datadog/main.ts", vercel: "src/vercel/main.ts" },
    required: ["install"],
  },
  {
    name: "tocsin",
    entries: {
      index: "src/index.ts",
      pulumi: "src/pulumi/index.ts",
      policy: "src/policy/index.ts",
      testing: "src/testing/index.ts",
      "internal-provider": "src/providers/server/index.ts",
      plugin: "src/providers/main.ts",
      main: "src/cli/main.ts",
    },
    required: ["index", "pulumi", "policy", "testing", "internal-provider"],
  },
];

/** A dependency only of the declarations; every command needs it, so it is built in, like all that is no dependency. */
const builtIn = new Set(["zod"]);

/** What is CommonJS in an ES module's build asks for Node's modules by `require`, which an ES module does not have. */
const requireInModule =
  'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';

/**
 * What a CommonJS program requires: the ES module, so that a program which also imports it has one copy of it. The mark tells
 * TypeScript that `default` is the default export. The second line never runs: it names the exports for what reads CommonJS without
 * running it, as Node does where it is imported.
 * @param {string} entry
 * @param {readonly string[]} names of its exports
 */
const commonJsOf = (entry, names) =>
  `module.exports = { __esModule: true, ...require("./${entry}.js") };\n0 && (${names.map((name) => `exports.${name} = `).join("")}0);\n`;

/** Files of an older build stay this long: a command that is running may still load one. */
const keptMs = 24 * 3_600_000;

/** What was built, and from what. */
const record = join(localFolder, "build.json");

/** What every target is made by. */
const makers = ["package.json", "tools/lib/build.mjs", "tools/lib/bundling.mjs"];

/**
 * @typedef {object} Made what one target was made of, and into
 * @property {Record<string, string>} inputs their states, by path relative to the repository
 * @property {string[]} outputs
 */

/**
 * Whether everything is built, from the sources as they are.
 * @param {string} [name] one package by its folder; all when not said
 * @returns {boolean}
 */
export function isBuilt(name) {
  const isCurrent = currentTargets();
  return targets.every((target) => (name !== undefined && target.name !== name) || isCurrent(target));
}

/**
 * Builds what is not built from the sources as they are, every package into its `dist/`: JavaScript and source maps, so that
 * nothing is compiled when a command starts. Files are put in place one by one, and the record of what they were made from last:
 * a killed build is made again.
 *
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log}} options
 * @throws {SetUpError} when the sources do not compile
 */
export async function build({ log }) {
  log("building the packages");
  const startedAt = Date.now();
  // A file that was written while we read may have been built as it was before.
  const isSettled = (/** @type {string} */ path) => statSync(join(repository, path)).mtimeMs < startedAt;
  const known = readRecord();
  const isCurrent = currentTargets(known);
  /** @type {Record<string, Made>} */
  const made = {};
  for (const target of targets) {
    const before = known[keyOf(target)];
    if (before !== undefined && isCurrent(target)) {
      made[keyOf(target)] = before;
      continue;
    }
    const { inputs, outputs } = await buildTarget(target, inPackage(target.name, "dist"), true);
    const paths = [...makers, `packages/${target.name}/package.json`, ...inputs];
    const states = paths.map((path) => [path, isSettled(path) ? stateOf(path) : "changed while building"]);
    made[keyOf(target)] = { inputs: Object.fromEntries(states), outputs };
  }
  put(record, JSON.stringify({ root: repository, targets: made }));
  const outputs = Object.values(made).flatMap((one) => one.outputs);
  for (const folder of new Set(outputs.map(dirname))) removeOld(folder, outputs);
}

/** @param {Target} target */
const keyOf = ({ name, folder = "", extension = ".js" }) => join(name, folder, extension);

/** @returns {Record<string, Made>} */
function readRecord() {
  try {
    const { root, targets = {} } = JSON.parse(readFileSync(record, "utf8"));
    return root === repository ? targets : {};
  } catch {
    return {};
  }
}

/**
 * Tells of a target whether it is built from the sources as they are now.
 * @returns {(target: Target) => boolean}
 */
function currentTargets(known = readRecord()) {
  /** @type {Map<string, string>} */
  const states = new Map();
  const now = (/** @type {string} */ path) => {
    const state = states.get(path) ?? stateOf(path);
    states.set(path, state);
    return state;
  };
  return (target) => {
    const made = known[keyOf(target)];
    if (made === undefined) return false;
    return made.outputs.every(existsSync) && Object.entries(made.inputs).every(([path, state]) => now(path) === state);
  };
}

/** The packages that are built, and published, in the order in which they need each other. */
export const packageNames = [...new Set(targets.map(({ name }) => name))];

/**
 * Builds one package into a folder.
 * @param {string} name of its folder below `packages/`
 * @param {string} dist
 * @param {{sourcesContent?: boolean}} [options] whether source maps carry the sources
 * @returns {Promise<{inputs: string[], outputs: string[]}>} inputs relative to the repository
 * @throws {SetUpError} when its sources do not compile
 */
export async function buildPackage(name, dist, { sourcesContent = true } = {}) {
  const built = [];
  for (const target of targets.filter((one) => one.name === name)) {
    built.push(await buildTarget(target, dist, sourcesContent));
  }
  return { inputs: built.flatMap(({ inputs }) => inputs), outputs: built.flatMap(({ outputs }) => outputs) };
}

/**
 * @param {Target} target
 * @param {string} dist
 * @param {boolean} sourcesContent
 */
async function buildTarget(target, dist, sourcesContent) {
  const { name, folder = "", entries, beside = [], required = [], whole = false, extension = ".js" } = target;
  const esbuild = await import("esbuild");
  const outdir = join(dist, folder);
  const result = await esbuild
    .build({
      absWorkingDir: repository,
      entryPoints: Object.fromEntries(Object.entries(entries).map(([to, from]) => [to, inPackage(name, from)])),
      outdir,
      outExtension: { ".js": extension },
      chunkNames: "[name]-[hash]",
      bundle: true,
      splitting: !whole,
      format: "esm",
      platform: "node",
      target: "node20.19",
      // The function is deployed by its bytes: the same sources give the same, wherever they lie. And a second copy of what
      // `import` gets is read as it is: the names are kept.
      sourcemap: !whole,
      sourcesContent,
      external: whole ? [] : externals(name),
      banner: { js: requireInModule },
      legalComments: "none",
      // A third of what is published would be blanks. What is deployed by its bytes stays readable.
      minifyWhitespace: !whole,
      metafile: true,
      write: false,
      logLevel: "silent",
      plugins: [englishOnly, ...(whole ? [] : [ownPackages(name), requireCommonJs])],
    })
    .catch((error) => {
      throw new SetUpError(`packages/${name} does not compile:\n${messageOf(error)}`, { cause: error });
    });
  const isEntry = (/** @type {{path: string}} */ file) =>
    relative(outdir, file.path).replace(/\.[mc]?js$/, "") in entries;
  for (const file of result.outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b))))
    put(file.path, file.contents);
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !/node_modules\/|^commonjs:/.test(path));
  const outputs = result.outputFiles.map((file) => file.path);
  for (const entry of required) {
    const file = join(outdir, `${entry}.cjs`);
    const built = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith(`/${entry}.js`));
    put(file, commonJsOf(entry, built?.[1].exports ?? []));
    outputs.push(file);
  }
  for (const file of beside) {
    const copy = join(dirname(outdir), file);
    put(copy, readFileSync(inPackage(name, file)));
    inputs.push(`packages/${name}/${file}`);
    outputs.push(copy);
  }
  return { inputs, outputs };
}

/**
 * @param {string} name
 * @returns {string[]}
 */
function externals(name) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(inPackage(name, "package.json"), "utf8"));
  const names = Object.keys({ ...dependencies, ...peerDependencies }).filter((one) => !builtIn.has(one));
  return names.flatMap((one) => [one, `${one}/*`]);
}

/**
 * A file's size and times, the change time among them: it moves with every write, also with one that sets the others back.
 * @param {string} path relative to the repository
 * @returns {string}
 */
function stateOf(path) {
  const stat = statSync(join(repository, path), { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/**
 * @param {string} file
 * @param {string | Uint8Array} contents
 */
function put(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, contents);
  renameSync(next, file);
}

/**
 * @param {string} folder
 * @param {readonly string[]} current
 */
function removeOld(folder, current) {
  const limit = Date.now() - keptMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isFile() && !current.includes(file) && statSync(file).mtimeMs < limit) rmSync(file, { force: true });
  }
}
