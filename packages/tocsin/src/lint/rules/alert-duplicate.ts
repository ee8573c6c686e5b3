import type { Resource } from "../../model/resource.ts";
import { textAt, valueAt } from "../../model/resource.ts";
import { queryOf, ringsAbove } from "../bodies.ts";
import { coveredIssueAlerts } from "../issue-alerts.ts";
import { type NamedProblem, rule } from "../rule.ts";

/** What a resource watches, without its threshold; null for kinds that watch nothing. */
function watches({ kind, body, parent }: Resource): { key: string; threshold: number; above: boolean } | null {
  if (kind === "monitor") {
    const query = queryOf(body);
    if (query === null) return null;
    const variables = valueAt(body, "options.variables");
    const key = `${query.left} ${query.operator} ${variables === undefined ? "" : JSON.stringify(variables)}`;
    return { key, threshold: query.threshold, above: ringsAbove(query) };
  }
  if (kind === "detector") {
    const threshold = valueAt(body, "conditionGroup.conditions.0.comparison");
    const type = textAt(body, "conditionGroup.conditions.0.type");
    if (typeof threshold !== "number") return null;
    const key = `sentry ${type} ${String(parent.project)} ${JSON.stringify(valueAt(body, "dataSources"))}`;
    return { key, threshold, above: type.startsWith("g") };
  }
  if (kind === "synthetics-test") {
    const key = JSON.stringify([valueAt(body, "config.request"), valueAt(body, "config.assertions")]);
    return { key, threshold: 0, above: true };
  }
  return null;
}

const name = ({ definition, name }: Resource): string => definition ?? name;

/** Thresholds on one measurement. */
function measuredTwice(resources: readonly Resource[]): NamedProblem[] {
  const first = new Map<string, { resource: Resource; threshold: number }>();
  return resources.flatMap((resource) => {
    const watched = watches(resource);
    if (watched === null) return [];
    const { key, threshold, above } = watched;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, { resource, threshold });
      return [];
    }
    const sooner = threshold === other.threshold ? null : above === threshold < other.threshold;
    const relation =
      sooner === null
        ? `watches exactly what ${name(other.resource)} watches`
        : `fires ${sooner ? "whenever" : "only when"} ${name(other.resource)} does`;
    return [
      {
        definition: resource.definition,
        subject: resource.name,
        at: "signal",
        message: `it ${relation}: one thing goes wrong, and two alerts fire`,
        remedy: "Remove one, or make the lower threshold the warning of the other.",
      },
    ];
  });
}

/** Alerts on the issues of one project: said of the more general one, which can leave out what the other one takes. */
const filteredTwice = (resources: readonly Resource[]): NamedProblem[] =>
  coveredIssueAlerts(resources).map(({ special, general, same }) => ({
    definition: general.definition,
    subject: general.name,
    at: "signal",
    message: `it fires ${same ? "for exactly what" : "whenever"} ${name(special)} ${same ? "fires for" : "does"}: one event, and two alerts fire`,
    remedy: same
      ? "Remove one."
      : `Leave out here what ${name(special)} takes, with a tag that it does not have ("!feature").`,
  }));

export const alertDuplicate = rule({
  id: "alert/duplicate",
  severity: "warning",
  title: "Two alerts watch the same thing",
  looksAt: "stack",
  check: ({ resources }) => [...measuredTwice(resources), ...filteredTwice(resources)],
});
