import type { Definition } from "../model/definition.ts";
import { readsOfSignal } from "../model/signals/facts.ts";
import type { Read } from "../model/signals/kind.ts";

/**
 * The series that a definition is evaluated on; none for what is not evaluated. Where a count or percentile over the whole
 * window is known and its parts are not, the series `window` may stand in for all of them: its value at a time is the
 * signal's over the window that ends then.
 */
export const readsOf = ({ signal }: Definition): Read[] => readsOfSignal(signal);

/** Name of the series that holds the signal's value over whole windows. */
export const wholeWindow = "window";
