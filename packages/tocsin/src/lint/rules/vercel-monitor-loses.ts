import type { Definition } from "../../model/definition.ts";
import { isShareOfLogs } from "../../model/signals/facts.ts";
import { rule } from "../rule.ts";

export const vercelMonitorLoses = rule({
  id: "vercel/monitor-loses",
  severity: "notice",
  title: "Only Vercel's monitor watches it, which says less than its definition",
  looksAt: "stack",
  check: ({ definitions, resources }) => {
    const watchedBy = (isMonitor: boolean) =>
      new Set(
        resources.filter(({ kind }) => (kind === "alert-rule") === isMonitor).map(({ definition }) => definition),
      );
    const byMonitor = watchedBy(true);
    const byOthers = watchedBy(false);
    return definitions
      .filter(({ id }) => byMonitor.has(id) && !byOthers.has(id))
      .map((definition) => ({
        definition: definition.id,
        at: "condition",
        message: `only Vercel's monitor watches it, which ${[...unused(definition), "notifies nobody that it has recovered"].join(" and ")}`,
        remedy: 'Let it watch "beside" the other monitor, or say in exceptions.yaml why this is enough.',
      }));
  },
});

/** What a definition states that such a monitor has no part for. */
function unused({ condition, signal }: Definition): string[] {
  if (condition.kind !== "threshold") return [];
  const { warning, recovery } = condition;
  const numbers = [
    ...(warning === undefined ? [] : [`its warning (${warning})`]),
    ...(recovery === undefined ? [] : [`its recovery (${recovery})`]),
  ];
  return [
    ...(numbers.length === 0 ? [] : [`ignores ${numbers.join(" and ")}`]),
    ...(isShareOfLogs(signal) ? [`counts errors where its minimum (${signal.minimum}) counts all`] : []),
  ];
}
