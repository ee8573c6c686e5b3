import type { CompositeSignal } from "../../model/signals/facts.ts";
import { type Draft, draft } from "../change.ts";
import { list, moved } from "../words.ts";
import { fieldChanges } from "./fields.ts";

/** What suppresses an alert is told by what it does: while that fires, this one does not. */
export function compositeChanges(was: CompositeSignal, is: CompositeSignal): Draft[] {
  const { gone, come } = moved(was.unless, is.unless);
  const paths = ["signal.unless"];
  return [
    ...fieldChanges({ ...was, unless: is.unless }, is),
    ...(come.length === 0
      ? []
      : [
          draft(
            "quieter",
            `Is suppressed by ${list(come)}: while ${come.length === 1 ? "that fires" : "any of these fires"}, it does not.`,
            paths,
          ),
        ]),
    ...(gone.length === 0 ? [] : [draft("louder", `Is no longer suppressed by ${list(gone)}.`, paths)]),
  ];
}
