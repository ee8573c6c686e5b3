import { writeSync } from "node:fs";

/** Could not tell: what every end means that the command itself did not reach. */
const couldNotTell = 3;

/**
 * @typedef {object} Ending
 * @property {boolean} reached whether the command came to its own end
 * @property {string | null} lost why output could not be written; null while it could
 * @property {((stack: string) => string | null)[]} places find where in a team's files a stack lies
 */

/** By symbol, because the bundled command line carries its own copy of this module. */
const key = Symbol.for("tocsin.ending");

/** @returns {Ending | undefined} */
const ending = () => Reflect.get(globalThis, key);

/**
 * Sees to it that the exit code tells the truth, from the first moment of a process on. A crash is 3, for 1 means findings. An
 * end that was not reached is 3, whoever ended the process and with what code: a definition that calls `process.exit`, or
 * nothing left to wait for. A reader that closes its pipe is told nothing, and changes nothing: the command goes on to its own
 * exit code. Output that is lost for another reason, such as a full disk, is 3.
 */
export function guardEnding() {
  if (ending() !== undefined) return;
  /** @type {Ending} */
  const state = { reached: false, lost: null, places: [] };
  Reflect.set(globalThis, key, state);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EPIPE") state.lost ??= `${error.code ?? error.message}`;
    });
  }
  process.on("uncaughtException", (error) => {
    // The engine's SDK takes what the program throws while it runs it.
    if (process.listenerCount("uncaughtException") > 1) return;
    state.reached = true;
    process.stderr.write(`${crashText(error)}\n`);
    process.exit(couldNotTell);
  });
  process.on("exit", (code) => {
    if (state.lost !== null) {
      say(`tocsin: not all of the output could be written (${state.lost}): what was printed is not complete.`);
      process.exitCode = couldNotTell;
    } else if (!state.reached) {
      const how = code === 0 || code === 13 ? "" : ` (exit code ${code})`;
      // This runs below the call of `process.exit`, so the stack says whose that is.
      const place = placeOf(new Error("ended"));
      const why =
        place === null
          ? "Something that it loaded, such as a definition, ended it or waits for what never comes."
          : `${place} ended it (process.exit).`;
      say(`tocsin: the process ended before the command did${how}, so nothing is known. ${why}`);
      process.exitCode = couldNotTell;
    }
  });
}

/**
 * Names the files that are run in this process, for what fails in them after they were loaded: a timer, a promise.
 * @param {(stack: string) => string | null} find where a stack lies, as `alerts/web.ts:3`
 */
export function toPlaces(find) {
  ending()?.places.push(find);
}

/** From here on the exit code of the command counts. */
export function reachedEnd() {
  const state = ending();
  if (state !== undefined) state.reached = true;
}

/**
 * The command has come to its own end: the process goes as soon as its output is written. A timer or a connection that a definition
 * has left open would keep it for ever.
 */
export async function leave() {
  reachedEnd();
  await Promise.all([process.stdout, process.stderr].map(written));
  // What the last write was refused with is told a moment later.
  await new Promise(setImmediate);
  process.exit();
}

/** @param {NodeJS.WriteStream} stream */
const written = (stream) =>
  new Promise((done) => {
    if (stream.writable && stream.writableLength > 0) stream.write("", done);
    else done(undefined);
  });

/**
 * What is said of an error that nobody expected.
 * @param {unknown} error
 * @returns {string}
 */
export function crashText(error) {
  const message = error instanceof Error ? error.message : String(error);
  const place = placeOf(error);
  if (place !== null) {
    return `${place} failed after it was loaded: ${message}\nDefinition files hold plain data: take out what runs later, such as a timer or a promise.`;
  }
  const trace = process.env.TOCSIN_DEBUG && error instanceof Error ? `\n${error.stack}` : "";
  return `Unexpected: ${message}${trace || "\nSet TOCSIN_DEBUG=1 to see where this happened."}`;
}

/**
 * @param {unknown} error
 * @returns {string | null}
 */
function placeOf(error) {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const find of ending()?.places ?? []) {
    const place = find(stack);
    if (place !== null) return place;
  }
  return null;
}

/**
 * At once, because the process is about to end; nobody may be there to read it.
 * @param {string} text
 */
function say(text) {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nothing is left to say it with.
  }
}
