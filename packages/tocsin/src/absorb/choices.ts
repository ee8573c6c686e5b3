import type { Condition, ConditionKind } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Path } from "./leaves.ts";

/** What a field can be that no number or text of a vendor's answer spells out. */
export interface Choice {
  path: Path;
  /** Undefined: the field is left out. */
  values: readonly (string | true | undefined)[];
}

/** Numbers that a condition may have and need not. */
const optionalNumbers: Record<ConditionKind, readonly string[]> = {
  threshold: ["warning", "recovery", "warningRecovery"],
  "each-event": [],
  "consecutive-failures": ["recoverAfter", "warnAfter", "noDataAfter"],
  "failing-share": ["warning", "noDataAfter"],
  anomalous: ["recovery", "recoveryWindow", "shown"],
  burning: ["warning"],
  "as-stated": [],
  declared: [],
};

export const optionalOf = ({ kind }: Condition): Path[] => optionalNumbers[kind].map((key) => ["condition", key]);

/** Fields that are one of a few words; the routes are those of the project. */
export function choicesOf({ condition }: Definition, routes: readonly string[]): Choice[] {
  return [
    { path: ["route"], values: routes },
    { path: ["severity"], values: ["page", "ticket", "info"] },
    ...(condition.kind === "threshold"
      ? [
          { path: ["condition", "comparison"], values: ["above", "below"] },
          { path: ["condition", "inclusive"], values: [true as const, undefined] },
          {
            path: ["condition", "noData"],
            values: ["zero", "ok", "notify", "show", "lastStatus", "doNotNotify", undefined],
          },
          { path: ["condition", "over"], values: ["total", "sustained", "average", "any"] },
        ]
      : []),
  ];
}
