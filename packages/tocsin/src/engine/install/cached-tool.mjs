import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileReason } from "../../shared/disk.mjs";
import { codeOf, messageOf } from "../../shared/failure.mjs";
import { withLock } from "./lock.mjs";

/**
 * @typedef {object} Maker one way to get a tool
 * @property {string} source its name: "download"
 * @property {(folder: string, noteChild: (pid: number) => void) => Promise<void>} make puts the tool, and what belongs beside it, into
 *   an empty folder; throws with the reason when it cannot
 */

/**
 * @typedef {object} Tool
 * @property {string} what a noun phrase: "the Pulumi engine"
 * @property {string} name of the executable
 * @property {string} folder where it is kept, one for each version
 * @property {(file: string) => Promise<string>} check runs an executable and returns its version; throws when it is not the right one
 * @property {readonly Maker[]} makers tried in this order
 * @property {import("./progress.mjs").Log} log
 */

/**
 * @typedef {{command: string, version: string, source: string}} Found
 * @typedef {{source: string, reason: string}} Miss
 */

const temporary = ".making-";

/**
 * Finds a tool in its cache folder, or makes it there. Made in a temporary folder beside it and moved in place when it has
 * been seen to run, so that neither a kill nor a second run leaves half a tool; a kept tool that no longer runs is made anew.
 *
 * @param {Tool} tool
 * @returns {Promise<{found: Found} | {misses: Miss[]}>}
 */
export async function findOrMake(tool) {
  const kept = await tryKept(tool);
  if (kept) return { found: kept };
  try {
    return await withLock(`${tool.folder}.lock`, { what: `getting ${tool.what}`, log: tool.log }, async (noteChild) => {
      // Whoever held the lock before us may have made it.
      const made = await tryKept(tool);
      if (made) return { found: made };
      return await make(tool, noteChild);
    });
  } catch (error) {
    // Only the file system fails here with a code (no space, read-only); anything else is a bug and must show.
    if (codeOf(error) === undefined) throw error;
    return { misses: [{ source: "cache", reason: `${tool.folder} cannot be written: ${fileReason(error)}` }] };
  }
}

/**
 * @param {Tool} tool
 * @returns {Promise<Found | undefined>}
 */
async function tryKept(tool) {
  const command = join(tool.folder, tool.name);
  const source = "cache";
  const known = whatRan(tool);
  if (known !== undefined) return { command, version: known, source };
  try {
    const version = await tool.check(command);
    noteRan(tool, version);
    return { command, version, source };
  } catch {
    return undefined;
  }
}

/**
 * Beside a tool, what it was when it last ran: a version costs a start, at each command. It counts for the very same file on the
 * same kind of machine, so that one that was replaced, cut short or brought from elsewhere is started again.
 * @param {Tool} tool
 */
const record = ({ folder }) => join(folder, "ran.json");

/** @param {Tool} tool */
function identity({ folder, name }) {
  const { size, mtimeMs, ino } = statSync(join(folder, name));
  return { size, mtimeMs, ino, machine: `${process.platform} ${process.arch}` };
}

/**
 * @param {Tool} tool
 * @returns {string | undefined} the version
 */
function whatRan(tool) {
  try {
    const { version, ...file } = JSON.parse(readFileSync(record(tool), "utf8"));
    return isDeepStrictEqual(file, identity(tool)) && typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Tool} tool
 * @param {string} version
 */
function noteRan(tool, version) {
  try {
    writeFileSync(record(tool), JSON.stringify({ ...identity(tool), version }));
  } catch {
    // Where nothing can be written, it is started each time.
  }
}

/**
 * @param {Tool} tool
 * @param {(pid: number) => void} noteChild
 * @returns {Promise<{found: Found} | {misses: Miss[]}>}
 */
async function make(tool, noteChild) {
  const { folder, log, name, what } = tool;
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder)) {
    if (entry === name) log(`${join(folder, name)} does not run: making it again`);
    if (entry === name || entry.startsWith(temporary)) rmSync(join(folder, entry), { recursive: true, force: true });
  }
  /** @type {Miss[]} */
  const misses = [];
  for (const { source, make: fill } of tool.makers) {
    const making = mkdtempSync(join(folder, temporary));
    try {
      await fill(making, noteChild);
      const version = await tool.check(join(making, name));
      moveAll(making, folder, name);
      log(`${what} ${version} is in ${folder} (${source})`);
      return { found: { command: join(folder, name), version, source } };
    } catch (error) {
      misses.push({ source, reason: messageOf(error) });
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  return { misses };
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} last the file whose presence tells that all are there
 */
function moveAll(from, to, last) {
  const names = readdirSync(from).sort((a, b) => Number(a === last) - Number(b === last));
  for (const entry of names) renameSync(join(from, entry), join(to, entry));
}
