import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { inParts } from "../../shared/lists.ts";
import { drillBranch, drillMark } from "../fire-types.ts";
import type { VendorHttp } from "../http/read.ts";
import { phrase } from "./query.ts";

/** Whether the data that monitors watch arrives: a few queries for all of it. Errors: see `VendorHttp.get`. */

const aggregateAnswer = z.object({
  data: z.object({
    buckets: z
      .array(z.object({ by: z.record(z.string(), z.unknown()), computes: z.record(z.string(), z.unknown()) }))
      .nullish(),
  }),
});

const queryAnswer = z.object({
  status: z.string(),
  error: z.string().nullish(),
  series: z.array(
    z.object({
      query_index: z.number().int().nullish(),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
});

const resultsAnswer = z.object({ results: z.array(z.object({ check_time: z.number() })) });

/** Queries of one call: each is some 100 characters of the address, of which 8,000 are safe. */
const queriesPerCall = 25;

/** The values of the facet `service` among the log lines of the last `seconds` that any of the searches finds. */
export async function loggingServices(
  http: VendorHttp,
  searches: readonly string[],
  seconds: number,
): Promise<Set<string>> {
  const found = await loggedValues(http, "recent log lines", searches, seconds, [{ facet: "service", limit: 1000 }]);
  return new Set(found.flatMap((by) => (typeof by.service === "string" ? [by.service] : [])));
}

/** Paths of one question: a search that names thousands is none that Datadog would take. */
const pathsPerCall = 200;

/**
 * Those paths that appear among the log lines of the last `seconds`, as `SERVICE PATH`; by the search for all lines of a service,
 * the paths in question.
 */
export async function loggedPaths(
  http: VendorHttp,
  wanted: ReadonlyMap<string, readonly string[]>,
  seconds: number,
): Promise<Set<string>> {
  const all = [...wanted].flatMap(([search, paths]) => paths.map((path) => ({ search, path })));
  const found = await Promise.all(
    inParts(all, pathsPerCall).map((asked) => {
      const searches = [...wanted.keys()].flatMap((search) => {
        const own = asked.flatMap((one) => (one.search === search ? [phrase(one.path)] : []));
        return own.length === 0 ? [] : [`${search} @proxy.path:(${own.join(" OR ")})`];
      });
      // There cannot be more than were asked for.
      const facets = ["service", "@proxy.path"].map((facet) => ({ facet, limit: asked.length }));
      return loggedValues(http, "paths of log lines", searches, seconds, facets);
    }),
  );
  return new Set(found.flat().map((by) => `${by.service} ${by["@proxy.path"]}`));
}

/** What has come of one service's lines. */
export interface LoggedNames {
  lines: number;
  /** Of the names that were asked for, those that any of the lines has. */
  names: Set<string>;
}

/**
 * Which attributes (`@requestId`) and tags (`env`) the lines have that each search finds, by the lines' service; a service
 * without lines is left out. One call.
 */
export async function loggedNames(
  http: VendorHttp,
  searches: readonly string[],
  names: readonly string[],
  seconds: number,
): Promise<Map<string, LoggedNames>> {
  const computes = names.map((metric) => ({ aggregation: "cardinality", metric, type: "total" }));
  const found = await aggregated(http, "attributes of log lines", searches, seconds, {
    compute: [{ aggregation: "count", type: "total" }, ...computes],
    group_by: [{ facet: "service", limit: 1000 }],
  });
  return new Map(
    found.map(({ by, computes: { c0, ...others } }) => {
      const has = names.filter((_, n) => Number(others[`c${n + 1}`]) > 0);
      return [String(by.service), { lines: Number(c0), names: new Set(has) }];
    }),
  );
}

/** What some facets of the found lines hold, but for what drills sent. */
async function loggedValues(
  http: VendorHttp,
  what: string,
  searches: readonly string[],
  seconds: number,
  facets: { facet: string; limit: number }[],
): Promise<Record<string, unknown>[]> {
  const compute = [{ aggregation: "count", type: "total" }];
  const found = await aggregated(http, what, searches, seconds, { compute, group_by: facets });
  return found.map(({ by }) => by);
}

/** The groups of the found lines in which there is any line, but for what drills sent. */
async function aggregated(
  http: VendorHttp,
  what: string,
  searches: readonly string[],
  seconds: number,
  asked: { compute: JsonObject[]; group_by: JsonObject[] },
) {
  const any = searches.map((search) => `(${search})`).join(" OR ");
  const { data } = await http.get({
    path: "/api/v2/logs/analytics/aggregate",
    what,
    scope: "logs_read_data",
    schema: aggregateAnswer,
    signal: true,
    question: {
      filter: { query: `(${any}) -@${drillMark}:*`, from: `now-${seconds}s`, to: "now", indexes: ["*"] },
      ...asked,
    },
  });
  return (data.data.buckets ?? []).filter(({ computes }) => Number(computes.c0) > 0);
}

/** How points that drills sent are told: by their own mark, or by what Datadog made of their log lines. */
const drillTags = { sent: `!${drillMark}:*`, counted: `!branch:${drillBranch}` } as const;

/**
 * Those of `name{tags}` that have a point in the last `seconds`, but for what drills sent.
 *
 * @param points whether they are sent as points or counted from log lines
 */
export async function reportingMetrics(
  http: VendorHttp,
  metrics: readonly string[],
  seconds: number,
  points: keyof typeof drillTags = "sent",
): Promise<Set<string>> {
  const to = Math.ceil(Date.now() / 1000);
  const queries = metrics.map((metric) => `sum:${metric.replace(/\}$/, `,${drillTags[points]}}`)}`);
  const found = await Promise.all(
    inParts(queries, queriesPerCall).map(async (batch) => {
      const query = new URLSearchParams({ from: String(to - seconds), to: String(to), query: batch.join(",") });
      const { data } = await http.get({
        path: `/api/v1/query?${query}`,
        what: "recent points of metrics",
        scope: "timeseries_query",
        schema: queryAnswer.refine(({ status }) => status === "ok", { path: ["status"], message: "is not ok" }),
        signal: true,
      });
      return data.series
        .filter(({ pointlist }) => pointlist.some(([, value]) => value !== null))
        .flatMap(({ query_index: index }) => batch[index ?? 0] ?? []);
    }),
  );
  const seen = new Set(found.flat());
  return new Set(metrics.filter((_, n) => seen.has(queries[n] ?? "")));
}

/**
 * Whether a synthetic test has run in the last `seconds` of Datadog's time. One call a test: Datadog has no list of last
 * runs.
 */
export async function hasRun(http: VendorHttp, test: string, seconds: number): Promise<boolean> {
  const { data } = await http.get({
    path: `/api/v1/synthetics/tests/${encodeURIComponent(test)}/results`,
    what: `runs of synthetic test ${test}`,
    scope: "synthetics_read",
    schema: resultsAnswer,
    signal: true,
  });
  const since = (http.vendorTime ?? new Date()).getTime() - seconds * 1000;
  return data.results.some(({ check_time: at }) => at >= since);
}
