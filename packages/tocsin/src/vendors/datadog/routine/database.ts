import { isPlainMetric } from "../../../model/signals/facts.ts";
import { amount, mean, trend } from "../../../shared/amounts.ts";
import { day, week } from "../../../shared/times.ts";
import { any, watchesDatabase, watchesErrorCounts, watchesServerErrors } from "../../about.ts";
import { withoutDrillTimes } from "../../drill-traces.ts";
import { at, beyond, type Found, type Sources, type SourcesAt } from "../../routine-check.ts";
import { type Ago, expressionIn, measured } from "../reads.ts";

/** What a definition's monitor measures: the one compiled form, read back. */
function expressionOf(sources: Pick<Sources, "resources">, definition: string): string | null {
  const monitor = sources.resources.find((one) => one.definition === definition && one.kind === "monitor");
  return typeof monitor?.body.query === "string" ? expressionIn(monitor.body.query) : null;
}

/** What the alerts on a database measure of it that a routine looks at, by the metric. */
const measures: Readonly<Record<string, string>> = {
  "supabase.cloud.node.cpu.seconds.count": "Database CPU",
  "supabase.cloud.connection.stats.connection.count": "Connections, share of the pool",
  "tocsin.probe.db.connections_pct": "Connections, share of those that the database takes",
};

interface Asked {
  definition: string;
  what: string;
  /** Percent: what the average should stay under, which is where the alert begins to warn. */
  limit: number;
  page: string;
}

/** The alerts on these, whatever they are called; the service where there are several databases. */
function askedOf({ definitions, stack }: Sources): Asked[] {
  const several = Object.keys(stack.supabase).length > 1;
  return definitions.flatMap(({ id, service, signal, condition, runbook }) => {
    if (!isPlainMetric(signal) || typeof signal.source !== "string" || condition.kind !== "threshold") return [];
    const what = Object.values(signal.series).flatMap(({ metric }) => measures[metric] ?? [])[0];
    if (what === undefined) return [];
    const limit = condition.warning ?? condition.critical;
    return [{ definition: id, what: several ? `${what} (${signal.database ?? service})` : what, limit, page: runbook }];
  });
}

const lastMinutes: Ago = { from: 900, to: 0 };

async function average(sources: SourcesAt<"datadog">, asked: Asked, ago: Ago): Promise<number | null> {
  const query = expressionOf(sources, asked.definition);
  if (query === null) throw new Error(`No metric monitor carries ${asked.definition}: there is nothing to read it by.`);
  const groups = await measured(sources.datadog.http, query, ago);
  const values = groups.flatMap(({ points }) => withoutDrillTimes(points, sources.drills ?? []));
  if (values.length > 0) return mean(values);
  if (groups.length === 0 || ago.to > 0) return null;
  // Where alerts were drilled all the time, only the newest value is nobody's drill: a point of days is an hour, and may hold both.
  const newest = (await measured(sources.datadog.http, query, lastMinutes)).flatMap((group) => group.values.slice(-1));
  return newest.length === 0 ? null : mean(newest);
}

async function dayOf(sources: SourcesAt<"datadog">, asked: Asked): Promise<Found> {
  const value = await average(sources, asked, { from: day, to: 0 });
  const title = `${asked.what}, average of 24 h`;
  if (value === null) return { title, value: "no point in 24 h", verdict: "unknown" };
  return { title, value: `${amount(value)} %`, limit: `under ${asked.limit} %`, verdict: beyond(value, asked.limit) };
}

/** Whoever has been woken asks what it is now, not what it was over a day. */
async function now(sources: SourcesAt<"datadog">, asked: Asked): Promise<Found> {
  const query = expressionOf(sources, asked.definition);
  if (query === null) throw new Error(`No metric monitor carries ${asked.definition}: there is nothing to read it by.`);
  const values = (await measured(sources.datadog.http, query, lastMinutes)).flatMap((group) => group.values);
  const title = `${asked.what}, last 15 min`;
  if (values.length === 0) return { title, value: "no point in 15 min", verdict: "unknown" };
  const most = Math.max(...values);
  return {
    title,
    value: `at most ${amount(most)} %`,
    limit: `under ${asked.limit} %`,
    verdict: beyond(most, asked.limit),
  };
}

async function weekOf(sources: SourcesAt<"datadog">, asked: Asked): Promise<Found> {
  const [now, then] = await Promise.all([
    average(sources, asked, { from: week, to: 0 }),
    average(sources, asked, { from: 2 * week, to: week }),
  ]);
  const title = `${asked.what}, average of 7 d`;
  if (now === null) return { title, value: "no point in 7 d", verdict: "unknown" };
  const compared = then === null ? "nothing known of the week before" : trend(now, then);
  return {
    title,
    value: `${amount(now)} %, ${compared}`,
    limit: `under ${asked.limit} %`,
    verdict: beyond(now, asked.limit),
  };
}

const both = (look: typeof dayOf) => async (sources: SourcesAt<"datadog">) =>
  Promise.all(askedOf(sources).map(async (asked) => ({ ...(await look(sources, asked)), page: asked.page })));

export const databaseToday = at("datadog", {
  name: "database-load",
  title: "Database CPU and connections, 24 h",
  about: watchesDatabase,
  look: both(dayOf),
});

export const databaseNow = at("datadog", {
  name: "database-now",
  title: "Database CPU and connections, last 15 min",
  about: watchesDatabase,
  helps: any(watchesDatabase, watchesErrorCounts, watchesServerErrors),
  look: both(now),
});

export const databaseWeek = at("datadog", {
  name: "database-trend",
  title: "Database CPU and connections, 7 d",
  about: watchesDatabase,
  look: both(weekOf),
});
