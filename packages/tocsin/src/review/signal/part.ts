import type { Definition } from "../../model/definition.ts";
import { type Draft, draft } from "../change.ts";

/** Whether matching more makes the measured value grow, and the definition that compares it. */
export interface Part {
  grows: boolean;
  definition: Definition;
}

/** Whether a definition fires more when its value grows. */
const ringsWhenHigh = ({ condition }: Definition): boolean =>
  condition.kind !== "threshold" || condition.comparison === "above";

/** What it means that more (`wider`), less or other things match (null). */
export function direction(wider: boolean | null, { grows, definition }: Part): Pick<Draft, "kind" | "effect"> {
  if (wider === null) return { kind: "redirected", effect: "less" };
  const more = wider === grows;
  return { kind: wider ? "widened" : "narrowed", effect: more === ringsWhenHigh(definition) ? "more" : "less" };
}

/** Something else is watched. */
export function sourceChange(was: string, is: string, ...paths: string[]): Draft[] {
  if (was === is) return [];
  return [draft("redirected", `Watches ${is} instead of ${was}.`, paths)];
}

/** What a set that is watched gains and loses. `verb`: `watches`, `counts`; `words`: values as its object. */
export function movedSentence<T>(
  verb: string,
  { gone, come }: { gone: T[]; come: T[] },
  words: (values: T[]) => string,
  part: Part,
): Omit<Draft, "paths"> {
  const wider = gone.length === 0 ? true : come.length === 0 ? false : null;
  if (gone.length + come.length === 0) {
    return { kind: "text", effect: "words", text: "Watches the same, written in another order." };
  }
  const text =
    wider === true
      ? `Also ${verb} ${words(come)}.`
      : wider === false
        ? `No longer ${verb} ${words(gone)}.`
        : `Now ${verb} ${words(come)}, and no longer ${words(gone)}.`;
  return { ...direction(wider, part), text };
}
