import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../shared/failure.mjs";
import { runChild } from "./child.mjs";
import { engineVersion } from "./engine-check.mjs";
import { engineDigests } from "./engine-digests.mjs";
import { withElapsed } from "./progress.mjs";

/** Where Pulumi publishes its releases, the same place its own installer takes them from. */
const published = "https://get.pulumi.com/releases/sdk";

/** Without internet an attempt must end soon: the next way is waiting. */
const connectMs = 5_000;
const transferMs = 10 * 60_000;

/** What is kept of a release: the engine, and the language host that lets `pulumi up` typed by hand run the program. */
const keptFiles = ["pulumi", "pulumi-language-nodejs"];

/**
 * Downloads a release of Pulumi into a folder, checked against the digest that this package pins.
 * @param {string} folder
 * @param {{log: import("./progress.mjs").Log, env?: NodeJS.ProcessEnv, noteChild?: (pid: number) => void}} options `TOCSIN_ENGINE_MIRROR` in
 *   env names another server with the same files; `TOCSIN_ENGINE_SHA256` the digest of an archive that its owner has packed anew;
 *   `TOCSIN_ENGINE_OFFLINE=1` forbids downloading
 * @throws {Error} with the reason
 */
export async function downloadEngine(folder, { log, env = process.env, noteChild }) {
  if (env.TOCSIN_ENGINE_OFFLINE === "1") throw new Error("switched off by TOCSIN_ENGINE_OFFLINE=1");
  const archive = archiveName(process.platform, process.arch);
  const base = (env.TOCSIN_ENGINE_MIRROR || published).replace(/\/+$/, "");
  const expected = env.TOCSIN_ENGINE_SHA256?.trim().toLowerCase() || engineDigests[archive];

  log(`downloading Pulumi ${engineVersion} from ${new URL(base).host} (no pulumi ${engineVersion} on this machine)`);
  const file = join(folder, "archive.tar.gz");
  const answer = await get(`${base}/${archive}`, env);
  const { body } = answer;
  if (body === null) throw new Error(`${base}/${archive} is empty`);
  const actual = await withElapsed(log, "downloading Pulumi", () => save(body, file));
  if (actual !== expected) throw new Error(`${archive} has the SHA-256 ${actual}, and ${expected} is pinned: not used`);

  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked);
  const tar = await runChild(
    "tar",
    ["-xzf", file, "-C", unpacked, "--strip-components=1"],
    noteChild ? { onStart: noteChild } : {},
  );
  if (tar.failure !== "") throw new Error(`tar could not unpack ${archive}: ${tar.failure} ${tar.output.trim()}`);
  for (const name of keptFiles) {
    if (existsSync(join(unpacked, name))) renameSync(join(unpacked, name), join(folder, name));
  }
  rmSync(unpacked, { recursive: true });
  rmSync(file);
}

/**
 * @param {string} platform Node's name
 * @param {string} arch Node's name, which is also Pulumi's
 * @returns {string}
 * @throws {Error} where Pulumi publishes none, or as another kind of archive
 */
export function archiveName(platform, arch) {
  if (!["linux", "darwin"].includes(platform) || !["x64", "arm64"].includes(arch)) {
    throw new Error(`no release that this script can unpack for ${platform} ${arch}`);
  }
  return `pulumi-v${engineVersion}-${platform}-${arch}.tar.gz`;
}

const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/**
 * Node's own `fetch` heeds no proxy of the environment; undici's does, and NO_PROXY. This machine is asked directly.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ok: boolean, status: number, body: import("node:stream/web").ReadableStream | null}>}
 */
async function fetchBy(url, signal, env) {
  const isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
  if (isHere || proxies.every((name) => !env[name])) return fetch(url, { signal });
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import("undici");
  const [http, https, no] = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].map(
    (name) => env[name] || env[name.toLowerCase()],
  );
  const named = { ...(http && { httpProxy: http }), ...(https && { httpsProxy: https }), ...(no && { noProxy: no }) };
  return fetchThrough(url, { signal, dispatcher: new EnvHttpProxyAgent(named) });
}

/**
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 */
async function get(url, env) {
  const { host } = new URL(url);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error(`no answer within ${connectMs / 1000} s`)), connectMs);
  try {
    const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(transferMs)]);
    const answer = await fetchBy(url, signal, env);
    if (!answer.ok) throw new Error(`it answered ${answer.status} for ${url}`);
    return answer;
  } catch (error) {
    // fetch says only "fetch failed"; what failed is in its cause.
    const reason = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    throw new Error(`${host}: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {import("node:stream/web").ReadableStream} body
 * @param {string} file
 * @returns {Promise<string>} the SHA-256 in hexadecimal of what was saved
 */
async function save(body, file) {
  const hash = createHash("sha256");
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(body), meter, createWriteStream(file));
  return hash.digest("hex");
}
