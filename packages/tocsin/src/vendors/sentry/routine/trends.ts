import type { JsonObject } from "../../../model/resource.ts";
import { amount, plural, trend } from "../../../shared/amounts.ts";
import { before, week } from "../../../shared/times.ts";
import { watchesErrorCounts, watchesTransactions } from "../../about.ts";
import { withoutDrillEvents } from "../../drill-traces.ts";
import { at, type Found, type SourcesAt } from "../../routine-check.ts";

/** Percent by which a number may grow from one week to the next before it is worth a look; ours. */
const growth = 25;

/** Nothing grows from nothing: what was not there a week ago has nothing to be compared with. */
const grew = (now: number, then: number): boolean => then > 0 && now > then * (1 + growth / 100);

function weeks(sources: SourcesAt<"sentry">) {
  const now = sources.sentry.http.vendorTime ?? new Date();
  const { organization, environment } = sources.stack.sentry;
  const [start, middle] = [before(now, 2 * week), before(now, week)];
  /** The answer to the same question about this week, and about the one before. */
  const both = <T>(ask: (span: { start: Date; end: Date }) => Promise<T>): Promise<[T, T]> =>
    Promise.all([ask({ start: middle, end: now }), ask({ start, end: middle })]);
  return { organization, environment, both };
}

/** Errors of each Sentry project, this week and the one before. */
export const errorTrend = at("sentry", {
  name: "error-trend",
  title: "Errors, 7 d",
  about: watchesErrorCounts,
  async look(sources) {
    const { organization, environment, both } = weeks(sources);
    const asked = { dataset: "errors", field: "count()", query: withoutDrillEvents(""), environment } as const;
    const [now, then] = await both((span) => sources.sentry.aggregateByProject(organization, { ...asked, ...span }));
    return Object.values(sources.stack.sentry.projects).map(({ slug }): Found => {
      const [count, was] = [now.get(slug) ?? 0, then.get(slug) ?? 0];
      const value = `${plural(count, "error")}, ${trend(count, was)}`;
      const limit = `${growth} % more than before`;
      return { title: `Errors, 7 d: ${slug}`, value, limit, verdict: grew(count, was) ? "attention" : "ok" };
    });
  },
});

/** The latency that each latency alert watches, this week and the one before: the same aggregate and query as its monitor. */
export const latencyTrend = at("sentry", {
  name: "latency-trend",
  title: "Latency of endpoints, 7 d",
  about: watchesTransactions,
  async look(sources) {
    const { organization, environment, both } = weeks(sources);
    // Several alerts may watch one endpoint with different limits.
    const watched = new Map(
      sources.resources
        .flatMap(({ kind, body }) => (kind === "detector" ? spansOf(body) : []))
        .map((one) => [`${one.field} ${one.query}`, one]),
    );
    return Promise.all(
      [...watched.values()].map(async ({ field, query }): Promise<Found> => {
        const asked = { dataset: "spans", field, query: withoutDrillEvents(query), environment } as const;
        const [now, then] = await both((span) => sources.sentry.aggregate(organization, { ...asked, ...span }));
        const title = `${field.replace(/\(.*/, "")} of ${/(?:^|\s)transaction:("[^"]+"|\S+)/.exec(query)?.[1] ?? query}, 7 d`;
        const limit = `${growth} % slower than before`;
        // No request takes no time: 0 is Sentry's way to say that there was none.
        if (now === null || now === 0) return { title, value: "no request in 7 d", limit, verdict: "ok" };
        if (then === null || then === 0)
          return { title, value: `${amount(now)} ms, none the week before`, limit, verdict: "ok" };
        const value = `${amount(now)} ms, ${trend(now, then)}`;
        return { title, value, limit, verdict: grew(now, then) ? "attention" : "ok" };
      }),
    );
  },
});

function spansOf(body: JsonObject): { field: string; query: string }[] {
  const sources = Array.isArray(body.dataSources) ? body.dataSources : [];
  return sources.flatMap((source) => {
    if (source === null || typeof source !== "object" || Array.isArray(source)) return [];
    const { aggregate, query, dataset } = source;
    if (dataset !== "events_analytics_platform" || typeof aggregate !== "string" || typeof query !== "string")
      return [];
    return [{ field: aggregate, query }];
  });
}
