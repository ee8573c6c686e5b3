import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Lets the heap grow by a third of what is in use before it is swept, where Node by itself may let it grow fourfold: the work of an
 * emulated day leaves much that is needed for a moment only.
 */
export function growSlowly() {
  setFlagsFromString("--heap-growing-percent=30");
}

/** After so much time without what needed the memory, nothing of the kind is likely to follow. */
const idleMs = 5_000;

/** @type {NodeJS.Timeout | undefined} */
let idle;

/**
 * Gives back what was needed only for a while: nothing would for as long as a thread idles. What stays is moved together; otherwise
 * a page is kept for the little that is left in it, a third of the heap after a drill.
 */
export function tidyUp() {
  setFlagsFromString("--expose-gc");
  setFlagsFromString("--compact-on-every-full-gc");
  runInNewContext("gc")();
  setFlagsFromString("--no-compact-on-every-full-gc");
}

/** The same once five seconds have passed in which nobody asked for it again. */
export function tidyUpSoon() {
  clearTimeout(idle);
  idle = setTimeout(tidyUp, idleMs).unref();
}
