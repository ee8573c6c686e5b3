/**
 * The SDK notes a stack trace for each promise and each call that it makes; with source maps switched on, as tsx does, every
 * one of them is also translated. That is a third of a run's time in this process, and nothing reads them: what goes wrong is
 * told by messages. The setting is the process's own, so runs that overlap are counted and the last one puts it back.
 */
let running = 0;
let before = Error.stackTraceLimit;

/** Does some work of the engine's SDK without stack traces. */
export async function withoutTraces<T>(work: () => Promise<T>): Promise<T> {
  if (running === 0) before = Error.stackTraceLimit;
  running += 1;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) Error.stackTraceLimit = before;
  }
}
