import { isBeyond, sideText } from "../../../model/condition.ts";
import type { Definition } from "../../../model/definition.ts";
import { isPlainMetric } from "../../../model/signals/facts.ts";
import { recording, type SqlProbe } from "../../../model/sql-probe.ts";
import { amount } from "../../../shared/amounts.ts";
import { week } from "../../../shared/times.ts";
import { withoutDrillTimes } from "../../drill-traces.ts";
import { unitOf } from "../../message.ts";
import { at, type Check, type Found, type Sources, type SourcesAt } from "../../routine-check.ts";
import { measured } from "../reads.ts";

/**
 * What the team's own statements tell, against the limits of the alerts on them: read from Datadog, where the probe's last points
 * are, so that a routine needs no key to a database.
 */

/** Seconds within which the probe must have spoken for its number to be the present one. */
const fresh = 900;

interface Watched {
  definition: Definition;
  condition: Extract<Definition["condition"], { kind: "threshold" }>;
  probe: SqlProbe;
  metric: string;
}

function watchedIn({ definitions, sqlProbes }: Pick<Sources, "definitions" | "sqlProbes">): Watched[] {
  return definitions.flatMap((definition): Watched[] => {
    const { signal, condition } = definition;
    if (!isPlainMetric(signal) || signal.source !== "probe" || condition.kind !== "threshold") return [];
    const [only, ...more] = Object.values(signal.series);
    const probe = only === undefined || more.length > 0 ? undefined : recording(sqlProbes, only.metric);
    return only === undefined || probe === undefined ? [] : [{ definition, condition, probe, metric: only.metric }];
  });
}

interface Group {
  name: string;
  last: number;
  most: number;
  least: number;
}

async function groups(
  { datadog, stack, drills: times = [] }: SourcesAt<"datadog">,
  metric: string,
  { tags, drill }: SqlProbe,
  from: number,
  /** Of the points that Datadog draws into one: without it, their average, in which a moment is lost. */
  moment: "max" | "min" = "max",
): Promise<Group[]> {
  // The rows of drills are nobody's.
  const drills = Object.entries(drill?.tags ?? {}).map(([key, value]) => `!${key}:${value.toLowerCase()}`);
  const scope = [`env:${stack.name}`, ...drills].join(",");
  const by = tags.length === 0 ? "" : ` by {${tags.join(",")}}`;
  const found = await measured(datadog.http, `${moment}:${metric}{${scope}}${by}.rollup(${moment})`, { from, to: 0 });
  return found.map(({ tags: of, points, values }) => {
    // Nothing but drills: then what they made is all that can be told.
    const own = withoutDrillTimes(points, times);
    const judged = own.length === 0 ? values.slice(-1) : own;
    return {
      name: of.map((tag) => tag.slice(tag.indexOf(":") + 1)).join(", "),
      last: values.at(-1) ?? 0,
      most: Math.max(...judged),
      least: Math.min(...judged),
    };
  });
}

/** What an alert's warning is, or else its critical threshold. */
const limitOf = ({ condition }: Watched): number => condition.warning ?? condition.critical;

function verdictOf(value: number, { condition }: Watched): Found["verdict"] {
  const beyond = (limit: number) => isBeyond(condition, value, limit);
  if (beyond(condition.critical)) return "critical";
  return condition.warning !== undefined && beyond(condition.warning) ? "attention" : "ok";
}

const urgency: readonly Found["verdict"][] = ["critical", "unknown", "attention", "ok"];

/** Of a share, the groups that are too few to judge: a share of them says nothing, but that all of them are in the part does. */
async function unjudged(
  watched: Watched,
  title: string,
  sources: SourcesAt<"datadog">,
): Promise<{ names: Set<string>; found: Found[] }> {
  const { share, metric } = watched.probe;
  if (share === undefined) return { names: new Set(), found: [] };
  const [parts, wholes] = await Promise.all(
    [`${metric}.part`, `${metric}.whole`].map((name) => groups(sources, name, watched.probe, fresh)),
  );
  const few = (wholes ?? []).flatMap(({ name, last: whole }) => {
    const part = parts?.find((one) => one.name === name)?.last ?? 0;
    return part > 0 && whole < share.minimum ? [{ name, part, whole }] : [];
  });
  const limit = `${amount(limitOf(watched))}${unitOf(watched.definition)}`;
  return {
    names: new Set(few.map(({ name }) => name)),
    found: few.map(({ name, part, whole }): Found => {
      const all = part >= whole;
      const value = `not judged: ${fewText(part, whole, share)}`;
      return { ...about(watched, named(title, name)), value, limit, verdict: all ? "attention" : "ok" };
    }),
  };
}

/** `9 jobs, all failed`, `1 job, it failed`, `9 jobs, 3 failed`. */
function fewText(part: number, whole: number, { whole: many, part: what }: NonNullable<SqlProbe["share"]>): string {
  const those = part < whole ? amount(part) : whole === 1 ? "it" : "all";
  return `${amount(whole)} ${whole === 1 ? many.replace(/s$/, "") : many}, ${those} ${what}`;
}

const named = (title: string, group: string): string => (group === "" ? title : `${title}: ${group}`);

const about = ({ definition }: Watched, title: string) => ({ title, page: definition.runbook });

async function today(watched: Watched, sources: SourcesAt<"datadog">): Promise<Found[]> {
  const title = watched.definition.title;
  const [now, few] = await Promise.all([
    groups(sources, watched.metric, watched.probe, fresh),
    unjudged(watched, title, sources),
  ]);
  const unit = unitOf(watched.definition);
  const limit = `${sideText(watched.condition)} ${amount(limitOf(watched))}${unit}`;
  const judged = now
    .filter(({ name }) => !few.names.has(name))
    .map(
      ({ name, last }): Found => ({
        ...about(watched, named(title, name)),
        value: `${amount(last)}${unit}`,
        limit,
        verdict: verdictOf(last, watched),
      }),
    );
  const lines = [...judged, ...few.found];
  if (lines.length === 0) return [silent(watched)];
  return lines.sort((a, b) => urgency.indexOf(a.verdict) - urgency.indexOf(b.verdict));
}

const silent = (watched: Watched): Found => ({
  ...about(watched, watched.definition.title),
  value: `the probe has not reported it for ${fresh / 60} min`,
  verdict: "unknown",
});

/** Now, and at the worst moment of a week, over all groups. */
async function ofWeek(watched: Watched, sources: SourcesAt<"datadog">): Promise<Found[]> {
  const { comparison } = watched.condition;
  const [now, ever] = await Promise.all([
    groups(sources, watched.metric, watched.probe, fresh),
    groups(sources, watched.metric, watched.probe, week, comparison === "above" ? "max" : "min"),
  ]);
  if (now.length === 0 && ever.length === 0) return [silent(watched)];
  const worst = (values: readonly number[]) => (comparison === "above" ? Math.max(...values) : Math.min(...values));
  const unit = unitOf(watched.definition);
  const most = worst([...now, ...ever].map((one) => (comparison === "above" ? one.most : one.least)));
  const limit = `${sideText(watched.condition)} ${amount(limitOf(watched))}${unit}`;
  const past = `at ${comparison === "above" ? "most" : "least"} ${amount(most)}${unit} in 7 d`;
  const then = verdictOf(most, watched) === "ok" ? "ok" : "attention";
  if (now.length === 0) return [{ ...about(watched, watched.definition.title), value: past, limit, verdict: then }];
  const last = worst(now.map((one) => one.last));
  const verdict = verdictOf(last, watched);
  const value = `${amount(last)}${unit} now, ${past}`;
  return [{ ...about(watched, watched.definition.title), value, limit, verdict: verdict === "ok" ? then : verdict }];
}

const check = (
  name: string,
  title: string,
  look: (one: Watched, sources: SourcesAt<"datadog">) => Promise<Found[]>,
): Check =>
  at("datadog", {
    name,
    title,
    about: () => false,
    look: async (sources) => (await Promise.all(watchedIn(sources).map((one) => look(one, sources)))).flat(),
  });

export const statementsToday = check("statements", "What the team's statements return", today);
export const statementsOfWeek = check("statements-week", "What the team's statements return, 7 d", ofWeek);
