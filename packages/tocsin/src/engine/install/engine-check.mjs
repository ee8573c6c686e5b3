import { existsSync } from "node:fs";
import { runChild } from "./child.mjs";

/** The version that set-up gets when it has to get one. */
export const engineVersion = "3.259.0";

/** The oldest engine that speaks the protocol of our `@pulumi/pulumi` package. */
export const oldestEngine = "3.248.0";

/** Starting the engine takes a quarter of a second; a machine that is building something takes longer. */
const patienceMs = 60_000;

/**
 * Runs `pulumi version` and judges the answer.
 * @param {string} command an executable
 * @returns {Promise<string>} the version without "v"
 * @throws {Error} with the reason why this one is of no use
 */
export async function checkEngine(command) {
  if (!existsSync(command)) throw new Error(`${command} does not exist`);
  const result = await runChild(command, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: patienceMs,
  });
  if (result.failure !== "")
    throw new Error(`\`${command} version\` failed: ${result.failure} ${result.output.trim()}`.trimEnd());
  const version = /^v?(\d+\.\d+\.\d+\S*)/m.exec(result.output)?.[1];
  if (version === undefined)
    throw new Error(`\`${command} version\` does not answer with a version: ${result.output.slice(0, 200).trim()}`);
  if (!isRecentEnough(version))
    throw new Error(`${command} is version ${version}; ${oldestEngine} or newer (of version 3) is needed`);
  return version;
}

/**
 * @param {string} version "3.259.0", with or without a suffix
 * @returns {boolean}
 */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [oldestMajor = 0, oldestMinor = 0] = oldestEngine.split(".").map(Number);
  return major === oldestMajor && minor >= oldestMinor;
}
