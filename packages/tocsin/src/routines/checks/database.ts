import type { Ago } from "../../vendors/datadog/reads.ts";
import { expressionIn, measured } from "../../vendors/datadog/reads.ts";
import { beyond, type Check, type Found, type Sources } from "../check.ts";
import { amount, mean, trend } from "../text.ts";
import { day, week } from "../times.ts";

/** What a definition's monitor measures: the one compiled form, read back. */
function expressionOf(sources: Pick<Sources, "resources">, definition: string): string | null {
  const monitor = sources.resources.find((one) => one.definition === definition && one.kind === "monitor");
  return typeof monitor?.body.query === "string" ? expressionIn(monitor.body.query) : null;
}

interface Asked {
  definition: string;
  what: string;
  /** Percent: what the average should stay under. */
  limit: number;
}

const cpu: Asked = { definition: "database/high-cpu", what: "Database CPU", limit: 60 };
const connections: Asked = { definition: "database/connections", what: "Connections, share of the pool", limit: 50 };

async function average(sources: Sources, asked: Asked, ago: Ago): Promise<number | null> {
  const query = expressionOf(sources, asked.definition);
  if (query === null) throw new Error(`No metric monitor carries ${asked.definition}: there is nothing to read it by.`);
  const values = (await measured(sources.datadog.http, query, ago)).flatMap((group) => group.values);
  return values.length === 0 ? null : mean(values);
}

async function dayOf(sources: Sources, asked: Asked): Promise<Found> {
  const value = await average(sources, asked, { from: day, to: 0 });
  const title = `${asked.what}, average of 24 h`;
  if (value === null) return { title, value: "no point in 24 h", verdict: "unknown" };
  return { title, value: `${amount(value)} %`, limit: `under ${asked.limit} %`, verdict: beyond(value, asked.limit) };
}

async function weekOf(sources: Sources, asked: Asked): Promise<Found> {
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

const both = (look: typeof dayOf) => async (sources: Sources) =>
  Promise.all([cpu, connections].map((asked) => look(sources, asked)));

export const databaseToday: Check = {
  name: "database-load",
  title: "Database CPU and connections, 24 h",
  runbook: "database-load",
  look: both(dayOf),
};

export const databaseWeek: Check = {
  name: "database-trend",
  title: "Database CPU and connections, 7 d",
  runbook: "database-load",
  look: both(weekOf),
};
