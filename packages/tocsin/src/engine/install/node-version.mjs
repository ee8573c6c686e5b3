import { SetUpError } from "../../shared/failure.mjs";

/** The oldest Node of each line in which a CommonJS program can require an ES module; all later lines can. */
const oldest = new Map([
  [20, 19],
  [22, 12],
]);

/**
 * Refuses a Node that is too old, before anything else fails on it in a less clear way.
 * @param {string} [version] "20.19.0"
 * @throws {SetUpError}
 */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > Math.max(...oldest.keys()) || minor >= (oldest.get(major) ?? Number.POSITIVE_INFINITY)) return;
  throw new SetUpError(
    `Node 20.19, 22.12 or newer is needed, this is Node ${version} (${process.execPath}). Install a newer one from https://nodejs.org and run this again.`,
  );
}
