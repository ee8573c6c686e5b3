import { isBuilt } from "./lib/build.mjs";

/**
 * A program's built file, or its source where that is newer.
 * @param {URL} source
 * @param {URL} built
 * @returns {Promise<URL>}
 */
export async function newer(source, built) {
  if (isBuilt("tocsin")) return built;
  (await import("tsx/esm/api")).register();
  return source;
}
