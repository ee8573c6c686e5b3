import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../../shared/failure.mjs";

/**
 * @typedef {object} Holder who holds a lock, as written in its file
 * @property {number} pid
 * @property {number} [child] the program it runs: when only the holder is killed, that one may still be writing
 * @property {string} host process ids mean something on one host only; a cache folder may be shared by several
 * @property {string} token differs for every time a lock is taken
 */

/**
 * @typedef {object} LockOptions
 * @property {string} what what the lock is for, as a noun phrase: "the set-up of this checkout"
 * @property {import("./progress.mjs").Log} log
 * @property {number} [pollMs]
 * @property {number} [silentMs] a live-looking holder that gives no sign of life for this long is taken for dead
 */

const beatMs = 2_000;
/** @type {Set<string>} tokens held by this very process */
const held = new Set();

/**
 * Does some work while holding a lock, so that two processes never do it at once. Another holder is waited for, and that
 * is said once; a lock left by a killed process is taken over.
 *
 * @template T
 * @param {string} file the lock; its folder is made
 * @param {LockOptions} options
 * @param {(noteChild: (pid: number) => void) => Promise<T>} work told how to record the program it starts
 * @returns {Promise<T>}
 */
export async function withLock(file, options, work) {
  mkdirSync(dirname(file), { recursive: true });
  /** @type {Holder} */
  const me = { pid: process.pid, host: hostname(), token: randomUUID() };
  // Before the file says so: another caller in this process may look between the two.
  held.add(me.token);
  try {
    await acquire(file, me, options);
  } catch (error) {
    held.delete(me.token);
    throw error;
  }
  const beat = setInterval(() => touch(file), beatMs);
  beat.unref();
  try {
    return await work((child) => rewrite(file, { ...me, child }));
  } finally {
    clearInterval(beat);
    held.delete(me.token);
    if (read(file)?.token === me.token) rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 * @param {LockOptions} options
 */
async function acquire(file, me, { what, log, pollMs = 200, silentMs = 60_000 }) {
  let sign = "";
  // Measured on our own clock: the other's heartbeat may stand on another host's, and both sleep with the laptop.
  let signSeenAt = performance.now();
  let said = false;
  while (!create(file, me)) {
    const holder = read(file);
    const newSign = `${holder?.token} ${modified(file)}`;
    if (newSign !== sign) {
      sign = newSign;
      signSeenAt = performance.now();
    }
    const silent = performance.now() - signSeenAt > silentMs;
    if ((isGone(holder) || silent) && takeOver(file, holder)) {
      log(`took over ${what} from process ${holder?.pid ?? "unknown"}, which has ended without finishing it`);
      continue;
    }
    if (!said) log(`waiting for process ${holder?.pid ?? "unknown"}, which is busy with ${what}`);
    said = true;
    await sleep(pollMs);
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 * @returns {boolean} false when somebody else holds it
 */
function create(file, me) {
  try {
    writeFileSync(file, JSON.stringify(me), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * The holder; null for a file that is gone, or so new that it is still empty.
 * @param {string} file
 * @returns {Holder | null}
 */
function read(file) {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8"));
    return typeof holder?.pid === "number" && typeof holder.token === "string" ? holder : null;
  } catch {
    return null;
  }
}

/** @param {Holder | null} holder */
function isGone(holder) {
  if (holder === null || holder.host !== hostname()) return false;
  // A killed process had our number before us.
  if (holder.pid === process.pid) return !held.has(holder.token);
  return !isAlive(holder.pid) && (holder.child === undefined || !isAlive(holder.child));
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return codeOf(error) !== "ESRCH";
  }
}

/**
 * Whether a process has ended and only its number is kept, because its parent (in a container often for ever) has not asked.
 * @param {number} pid
 */
function isZombie(pid) {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/**
 * Removes a dead holder's lock. A second file guards the look and the removal, lest two waiters remove each other's new lock.
 * @param {string} file
 * @param {Holder | null} holder
 * @returns {boolean}
 */
function takeOver(file, holder) {
  const guard = `${file}.takeover`;
  try {
    writeFileSync(guard, "", { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    // Held for a moment only: one that stays was left by a kill.
    if (Date.now() - modified(guard) > 5_000) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (read(file)?.token !== holder?.token) return false;
    rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 */
function rewrite(file, me) {
  const next = `${file}.${me.pid}`;
  writeFileSync(next, JSON.stringify(me));
  renameSync(next, file);
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Taken over by one who thought us dead: nothing to keep alive.
  }
}

/**
 * @param {string} file
 * @returns {number} milliseconds since the epoch, 0 when it is not there
 */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
