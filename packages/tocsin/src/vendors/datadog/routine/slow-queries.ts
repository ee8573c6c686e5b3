import { filtersOf, readsLogs } from "../../../model/signals/facts.ts";
import { plural, trend } from "../../../shared/amounts.ts";
import { day, week } from "../../../shared/times.ts";
import { watchesDatabase, watchesSlowQueries } from "../../about.ts";
import { withoutDrillLines } from "../../drill-traces.ts";
import { at, type Sources, type SourcesAt } from "../../routine-check.ts";
import { logSearch } from "../query.ts";
import { type Ago, logTotal } from "../reads.ts";

const count = { aggregation: "count" } as const;

/** The searches of the alerts on slow statements: those on PostgreSQL's log that ask for a number above a limit. */
function searches({ definitions, stack }: Sources): string[] {
  return definitions.flatMap(({ signal }) =>
    readsLogs(signal) && signal.source.kind === "supabase" && filtersOf(signal)[0].above !== undefined
      ? [withoutDrillLines(logSearch(signal.source, filtersOf(signal)[0], stack))]
      : [],
  );
}

/** How many statements all of them find in a time; null where nothing watches them. */
async function counted(sources: SourcesAt<"datadog">, ago: Ago): Promise<number | null> {
  const all = searches(sources);
  if (all.length === 0) return null;
  const found = await Promise.all(all.map((search) => logTotal(sources.datadog.http, search, ago, count)));
  return found.reduce((sum, one) => sum + one, 0);
}

export const slowQueriesToday = at("datadog", {
  name: "slow-queries",
  title: "Slow queries, 24 h",
  about: watchesSlowQueries,
  helps: watchesDatabase,
  async look(sources) {
    const found = await counted(sources, { from: day, to: 0 });
    if (found === null) return [];
    return [
      {
        title: this.title,
        value: plural(found, "query", "queries"),
        limit: "0",
        verdict: found > 0 ? "attention" : "ok",
      },
    ];
  },
});

/** More than in the week before is worth a look, however many there are. */
export const slowQueriesWeek = at("datadog", {
  name: "slow-query-trend",
  title: "Slow queries, 7 d",
  about: watchesSlowQueries,
  async look(sources) {
    const [now, then] = await Promise.all([
      counted(sources, { from: week, to: 0 }),
      counted(sources, { from: 2 * week, to: week }),
    ]);
    if (now === null || then === null) return [];
    const value = `${plural(now, "query", "queries")}, ${trend(now, then)}`;
    return [{ title: this.title, value, limit: "not more than before", verdict: now > then ? "attention" : "ok" }];
  },
});
