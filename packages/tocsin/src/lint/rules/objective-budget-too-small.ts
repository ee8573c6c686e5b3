import type { Definition } from "../../model/definition.ts";
import type { Objective } from "../../model/objective.ts";
import { isHttpCheck } from "../../model/signals/facts.ts";
import { rule } from "../rule.ts";

/** Datadog judges a share of time in slices of so many seconds. */
const slice = 300;

/** The shortest failure that costs anything, in seconds, and what it is; null where events are counted. */
function least({ indicator }: Objective, definitions: readonly Definition[]): { seconds: number; what: string } | null {
  if (indicator.kind === "good-time") return { seconds: slice, what: "one slice of 5 minutes" };
  if (indicator.kind === "good-events") return null;
  const checks = definitions.flatMap(({ id, signal, condition }) =>
    indicator.definitions.some((one) => one === id) && isHttpCheck(signal) && condition.kind === "consecutive-failures"
      ? [{ seconds: signal.every * condition.failures, what: `one alert of ${id}` }]
      : [],
  );
  return checks.sort((a, b) => b.seconds - a.seconds)[0] ?? null;
}

const minutes = (seconds: number): string => `${Math.round(seconds / 6) / 10} min`;

export const objectiveBudgetTooSmall = rule({
  id: "objective/budget-too-small",
  severity: "warning",
  title: "One short failure uses an objective's whole budget",
  looksAt: "written",
  check: ({ definitions, objectives }) =>
    objectives.flatMap((objective) => {
      const { id, target, window } = objective;
      const shortest = least(objective, definitions);
      const budget = window * 86_400 * (1 - target / 100);
      if (shortest === null || budget > shortest.seconds) return [];
      return [
        {
          definition: id,
          at: "target",
          message: `${target} % of ${window} days leave ${minutes(budget)}, and ${shortest.what} takes ${minutes(shortest.seconds)}`,
          remedy: "Lower the target or lengthen the window, or check more often.",
        },
      ];
    }),
});
