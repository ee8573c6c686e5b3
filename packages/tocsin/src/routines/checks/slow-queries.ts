import { logSearch } from "../../vendors/datadog/query.ts";
import { logTotal } from "../../vendors/datadog/reads.ts";
import type { Check, Sources } from "../check.ts";
import { plural, trend } from "../text.ts";
import { day, week } from "../times.ts";

const count = { aggregation: "count" } as const;

/** The search of the alert on slow queries: statements above 2 s in PostgreSQL's log. */
function search({ definitions, stack }: Sources): string {
  const alert = definitions.find(({ id }) => id === "database/slow-queries");
  if (alert?.signal.kind !== "log-count")
    throw new Error("database/slow-queries is not a count of log lines: there is nothing to read it by.");
  return logSearch(alert.signal.source, alert.signal.filter, stack);
}

export const slowQueriesToday: Check = {
  name: "slow-queries",
  title: "Queries above 2 s, 24 h",
  runbook: "database-load",
  async look(sources) {
    const found = await logTotal(sources.datadog.http, search(sources), { from: day, to: 0 }, count);
    return [
      {
        title: this.title,
        value: plural(found, "query", "queries"),
        limit: "0",
        verdict: found > 0 ? "attention" : "ok",
      },
    ];
  },
};

/** More than in the week before is worth a look, however many there are. */
export const slowQueriesWeek: Check = {
  name: "slow-query-trend",
  title: "Queries above 2 s, 7 d",
  runbook: "database-load",
  async look(sources) {
    const { http } = sources.datadog;
    const [now, then] = await Promise.all([
      logTotal(http, search(sources), { from: week, to: 0 }, count),
      logTotal(http, search(sources), { from: 2 * week, to: week }, count),
    ]);
    const value = `${plural(now, "query", "queries")}, ${trend(now, then)}`;
    return [{ title: this.title, value, limit: "not more than before", verdict: now > then ? "attention" : "ok" }];
  },
};
