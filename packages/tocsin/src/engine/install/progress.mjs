/**
 * @callback Log
 * @param {string} line
 * @returns {void}
 */

/**
 * Writes progress on stderr: stdout belongs to the command's own answer, which may be JSON.
 * @type {Log}
 */
export function progress(line) {
  process.stderr.write(`tocsin: ${line}\n`);
}

/**
 * Tells how long some work has been going on, so that minutes of silence are not taken for a hang.
 * @template T
 * @param {Log} log
 * @param {string} what a noun phrase: "building the Pulumi engine"
 * @param {() => Promise<T>} work
 * @param {number} [everyMs]
 * @returns {Promise<T>}
 */
export async function withElapsed(log, what, work, everyMs = 10_000) {
  const startedAt = Date.now();
  const timer = setInterval(() => log(`still ${what}, ${seconds(startedAt)} s`), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Whole seconds since a time.
 * @param {number} startedAt milliseconds since the epoch
 * @returns {number}
 */
export function seconds(startedAt) {
  return Math.round((Date.now() - startedAt) / 1000);
}
