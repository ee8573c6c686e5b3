import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The vendors' own files (specifications, pipelines), which tests hold our tables against. They are not part of the product:
 * `TOCSIN_VENDOR_FILES` names their folder where there is one.
 */
const folder = process.env.TOCSIN_VENDOR_FILES || undefined;

/** What a test that compares says of itself in its title. */
export const vendorFiles = folder === undefined ? "not compared with the vendors' files" : "as in the vendors' files";

/**
 * The text of one of the vendors' files; undefined where no folder is named.
 *
 * @param path within the folder, e.g. `sentry/monitors-and-alerts.json`
 * @throws Error when a folder is named and the file cannot be read
 */
export function vendorFile(path: string): string | undefined {
  return folder === undefined ? undefined : readFileSync(join(folder, path), "utf8");
}
