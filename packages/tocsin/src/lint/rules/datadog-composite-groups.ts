import { groupsOfSignal, partsOfSignal } from "../../model/signals/facts.ts";
import { type NamedProblem, rule } from "../rule.ts";

/** Whether one of two lists of keys holds the other. */
const areNested = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((key) => other.includes(key)) || other.every((key) => one.includes(key));

export const datadogCompositeGroups = rule({
  id: "datadog/composite-groups",
  severity: "warning",
  title: "The parts of a composite have no group in common",
  looksAt: "written",
  check: ({ definitions }) =>
    definitions.flatMap(({ id, signal }): NamedProblem[] => {
      const parts = partsOfSignal(signal).flatMap((part) => {
        const keys = definitions.filter((one) => one.id === part).flatMap((one) => groupsOfSignal(one.signal));
        return keys.length === 0 ? [] : [{ part, keys }];
      });
      const [one, other] =
        parts.flatMap((first, at) =>
          parts
            .slice(at + 1)
            .flatMap((second) => (areNested(first.keys, second.keys) ? [] : [[first, second] as const])),
        )[0] ?? [];
      if (one === undefined || other === undefined) return [];
      return [
        {
          definition: id,
          at: "signal",
          message: `"${one.part}" fires by ${one.keys.join(" and ")}, "${other.part}" by ${other.keys.join(" and ")}: without a group in common Datadog gives it no state, and it never fires`,
          remedy:
            "Group both by the same tags, or one of them by none: its state then counts for each group of the other.",
        },
      ];
    }),
});
