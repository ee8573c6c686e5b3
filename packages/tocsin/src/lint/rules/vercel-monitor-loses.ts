import type { Definition } from "../../model/definition.ts";
import type { Resource } from "../../model/resource.ts";
import { rule } from "../rule.ts";

export const vercelMonitorLoses = rule({
  id: "vercel/monitor-loses",
  severity: "notice",
  title: "Only Vercel's monitor watches it, which says less than its definition",
  looksAt: "stack",
  check: ({ definitions, resources }) =>
    definitions
      .filter(({ id }) => isAlone(resources.filter(({ definition }) => definition === id)))
      .map((definition) => ({
        definition: definition.id,
        at: "condition",
        message: `only Vercel's monitor watches it, which ${[...unused(definition), "notifies nobody that it has recovered"].join(" and ")}`,
        remedy: 'Let it watch "beside" the other monitor, or say in exceptions.yaml why this is enough.',
      })),
});

/** Whether nothing else than Vercel's monitor fires for a definition. */
const isAlone = (own: readonly Resource[]): boolean => own.length > 0 && own.every(({ kind }) => kind === "alert-rule");

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
    ...(signal.kind === "log-ratio" ? [`counts errors where its minimum (${signal.minimum}) counts all`] : []),
  ];
}
