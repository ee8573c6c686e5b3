import { join, resolve } from "node:path";
import { messageOf, SetUpError } from "../../shared/failure.mjs";
import { runMain } from "../../shared/run-main.mjs";
import { findOrMake } from "./cached-tool.mjs";
import { findOnPath } from "./child.mjs";
import { buildEngine } from "./engine-build.mjs";
import { checkEngine, engineVersion, oldestEngine } from "./engine-check.mjs";
import { downloadEngine } from "./engine-download.mjs";
import { cacheFolder, isMain } from "./paths.mjs";
import { progress } from "./progress.mjs";

/**
 * @typedef {object} Engine
 * @property {string} command absolute path of a `pulumi` executable
 * @property {string} version without "v"
 * @property {"path" | "cache" | "download" | "built"} source how it was got
 */

/**
 * Gets a Pulumi engine: the one on PATH, else the one in the user's cache, else downloaded, else built from source. Safe
 * to call from two processes at once.
 *
 * Environment: `TOCSIN_ENGINE_PATH` names an executable to use and no other, `TOCSIN_ENGINE_OFFLINE=1` forbids the download,
 * `TOCSIN_ENGINE_MIRROR` names another download server, `TOCSIN_ENGINE_SHA256` the digest of its own archive, `TOCSIN_CACHE` another
 * cache folder.
 *
 * @param {{log?: import("./progress.mjs").Log}} [options]
 * @returns {Promise<Engine>}
 * @throws {SetUpError} (exit code 2) when there is no way to get one; the message names the ways and why each failed
 */
export async function ensureEngine({ log = progress } = {}) {
  const { env } = process;
  const named = env.TOCSIN_ENGINE_PATH;
  if (named) return await useNamed(resolve(named));

  let pathReason = "no pulumi there";
  const onPath = findOnPath("pulumi", env);
  if (onPath !== undefined) {
    try {
      return { command: onPath, version: await checkEngine(onPath), source: "path" };
    } catch (error) {
      pathReason = messageOf(error);
    }
  }

  const folder = join(cacheFolder(env), "engine", `v${engineVersion}`);
  const outcome = await findOrMake({
    what: "the Pulumi engine",
    name: "pulumi",
    folder,
    check: checkEngine,
    log,
    makers: [
      { source: "download", make: (into, noteChild) => downloadEngine(into, { log, env, noteChild }) },
      { source: "built", make: (into, noteChild) => buildEngine(into, { log, env, noteChild }) },
    ],
  });
  if ("found" in outcome) {
    const { command, version, source } = outcome.found;
    return { command, version, source: source === "download" || source === "built" ? source : "cache" };
  }
  throw new SetUpError(explain(pathReason, outcome.misses));
}

/**
 * @param {string} command
 * @returns {Promise<Engine>}
 */
async function useNamed(command) {
  try {
    return { command, version: await checkEngine(command), source: "path" };
  } catch (error) {
    throw new SetUpError(`TOCSIN_ENGINE_PATH is set, but ${messageOf(error)}`, { cause: error });
  }
}

/**
 * @param {string} pathReason
 * @param {readonly import("./cached-tool.mjs").Miss[]} misses
 */
function explain(pathReason, misses) {
  const names = new Map([
    ["cache", "keeping it in the cache"],
    ["download", "download"],
    ["built", "building from source"],
  ]);
  const tried = [
    { source: "on PATH", reason: pathReason },
    ...misses.map((miss) => ({ ...miss, source: names.get(miss.source) ?? miss.source })),
  ];
  return [
    "the Pulumi engine is needed and could not be got.",
    ...tried.map(({ source, reason }) => `  ${source}: ${reason}`),
    "Any one of these is enough:",
    `  1. install Pulumi ${oldestEngine} or newer, so that \`pulumi version\` answers (https://www.pulumi.com/docs/install/),`,
    "     or set TOCSIN_ENGINE_PATH to such an executable;",
    "  2. run this where get.pulumi.com can be reached: it is downloaded;",
    "  3. install Go 1.26 or newer (https://go.dev/dl/): it is built from source in about 4 minutes.",
  ].join("\n");
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const engine = await ensureEngine();
    process.stdout.write(`${engine.command}\n`);
  });
}
