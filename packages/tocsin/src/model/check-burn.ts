import type { ConditionOf } from "./condition.ts";
import { type Fault, fault } from "./fault.ts";
import { readableDuration } from "./units.ts";

/** docs: Burn Rate Alerts: the long window is 1 to 48 hours, the short one shorter. */
export function burnWindows({ long, short }: ConditionOf<"burning">): Fault[] {
  const wrong = (path: string, message: string, remedy: string) => fault("model/window", path, message, remedy);
  const [shortest, longest] = [3600, 48 * 3600];
  return [
    ...(short < long
      ? []
      : [
          wrong(
            "condition.short",
            "the short window is not shorter than the long one",
            "Use a twelfth of the long window.",
          ),
        ]),
    ...(long >= shortest && long <= longest
      ? []
      : [wrong("condition.long", `Datadog's long window is not ${readableDuration(long)}`, "Use 1 h to 48 h.")]),
  ];
}
