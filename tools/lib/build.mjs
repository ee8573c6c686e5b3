import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { messageOf, SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { inPackage, localFolder, repository } from "./paths.mjs";

/**
 * @typedef {object} Target what is built of one package
 * @property {string} name the package's folder below `packages/`
 * @property {string} [folder] below `dist/`; `dist/` itself when not said
 * @property {Record<string, string>} entries name of the built file, and the source below the package's folder
 * @property {boolean} [whole] whether everything goes into one file, packages included
 * @property {".js" | ".mjs"} [extension] of the built files
 */

/** The command line comes last: a build that is killed leaves the old one or one that is made again. @type {readonly Target[]} */
const targets = [
  { name: "probe", folder: "function/api", entries: { probe: "src/api/probe.ts" }, whole: true, extension: ".mjs" },
  { name: "probe", entries: { index: "src/index.ts" } },
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
  },
  {
    name: "tocsin",
    entries: {
      index: "src/index.ts",
      pulumi: "src/pulumi/index.ts",
      "internal-provider": "src/providers/server/index.ts",
      "plugin-sentry": "src/providers/sentry/main.ts",
      "plugin-stripe": "src/providers/stripe/main.ts",
      main: "src/cli/main.ts",
    },
  },
];

/** Packages that every command needs, and what is never published: built in. All others are found by their names. */
const builtIn = new Set(["commander", "p-limit", "picocolors", "yaml", "zod", "@pulumi/sentry"]);

/** Files of an older build stay this long: a command that is running may still load one. */
const keptMs = 24 * 3_600_000;

/** What was built, and from what. */
const record = join(localFolder, "build.json");

/**
 * Whether everything is built, from the sources as they are.
 * @returns {boolean}
 */
export function isBuilt() {
  try {
    const { root, inputs, outputs } = JSON.parse(readFileSync(record, "utf8"));
    if (root !== repository) return false;
    return outputs.every(existsSync) && Object.entries(inputs).every(([path, state]) => stateOf(path) === state);
  } catch {
    return false;
  }
}

/**
 * Builds every package into its `dist/`: JavaScript and source maps, so that nothing is compiled when a command starts.
 * Files are put in place one by one, and the record of what they were made from last: a killed build is made again.
 *
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log}} options
 * @throws {SetUpError} when the sources do not compile
 */
export async function build({ log }) {
  log("building the packages");
  const startedAt = Date.now();
  const inputs = new Set(["package.json", "tools/lib/build.mjs"]);
  const outputs = [];
  for (const target of targets) {
    const built = await buildTarget(target);
    for (const input of built.inputs) inputs.add(input);
    inputs.add(`packages/${target.name}/package.json`);
    outputs.push(...built.outputs);
  }
  const config = inPackage("probe", "dist", "function", "vercel.json");
  put(config, readFileSync(inPackage("probe", "vercel.json")));
  inputs.add("packages/probe/vercel.json");
  outputs.push(config);
  // A file that was written while we read may have been built as it was before.
  const isSettled = (/** @type {string} */ path) => statSync(join(repository, path)).mtimeMs < startedAt;
  const states = Object.fromEntries(
    [...inputs].map((path) => [path, isSettled(path) ? stateOf(path) : "changed while building"]),
  );
  put(record, JSON.stringify({ root: repository, inputs: states, outputs }));
  for (const folder of new Set(outputs.map(dirname))) removeOld(folder, outputs);
}

/** @param {Target} target */
async function buildTarget({ name, folder = "", entries, whole = false, extension = ".js" }) {
  const esbuild = await import("esbuild");
  const outdir = inPackage(name, "dist", folder);
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
      // The function is deployed by its bytes: the same sources give the same, wherever they lie.
      sourcemap: !whole,
      external: whole ? [] : externals(name),
      // What is CommonJS in the build asks for Node's modules by `require`, which an ES module does not have.
      banner: {
        js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
      },
      legalComments: "none",
      metafile: true,
      write: false,
      logLevel: "silent",
      plugins: whole ? [] : [ownPackages(name)],
    })
    .catch((error) => {
      throw new SetUpError(`packages/${name} does not compile:\n${messageOf(error)}`, { cause: error });
    });
  const isEntry = (/** @type {{path: string}} */ file) => relative(outdir, file.path).replace(/\.m?js$/, "") in entries;
  for (const file of result.outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b))))
    put(file.path, file.contents);
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !path.includes("node_modules/"));
  return { inputs, outputs: result.outputFiles.map((file) => file.path) };
}

/**
 * Another package of ours is found by its name, like any other; the compiler's paths would lead into its sources.
 * @param {string} name
 * @returns {import("esbuild").Plugin}
 */
const ownPackages = (name) => ({
  name: "own-packages",
  setup(build) {
    build.onResolve({ filter: /^(tocsin|tocsin-[a-z-]+)(\/|$)/ }, ({ path }) =>
      path === name || path.startsWith(`${name}/`) ? undefined : { path, external: true },
    );
  },
});

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
