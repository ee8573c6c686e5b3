import { SetUpError } from "../../shared/failure.mjs";

/** The oldest Node whose `--import`, `fetch` and module loading everything here relies on. */
const oldest = [20, 19];

/**
 * Refuses a Node that is too old, before anything else fails on it in a less clear way.
 * @param {string} [version] "20.19.0"
 * @throws {SetUpError}
 */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetUpError(
    `Node ${oldest.join(".")} or newer is needed, this is Node ${version} (${process.execPath}). Install a newer one from https://nodejs.org and run this again.`,
  );
}
