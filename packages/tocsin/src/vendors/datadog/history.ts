import { z } from "zod";
import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import {
  isCheckSignal,
  isPlainMetric,
  type LogSignal,
  type PlainMetric,
  readsLogs,
} from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";
import {
  columnsOf,
  fitting,
  type HistoryAnswer,
  type HistoryPlan,
  type HistoryQuestion,
  type Span,
} from "../history-types.ts";
import type { VendorHttp } from "../http/read.ts";
import type { DatadogClient } from "./client.ts";
import { type Compute, type LogRead, logReads, plainSeries, scopeTags } from "./query.ts";

/** Intervals that both kinds of query take, in seconds. */
const steps = [60, 120, 300, 600, 900, 1200, 1800, 3600];
/** A series has at most 1,500 points in an answer (docs: Metrics > Rollup); a day by the minute stays under it. */
const valuesPerCall = 1440;

/** History of a Datadog definition; `client` reads the organisation. */
export function datadogHistory(definition: Definition, stack: StackConfig, client: () => DatadogClient): HistoryPlan {
  const { signal, condition } = definition;
  const http = () => client().http;
  const resolutions = condition.kind === "threshold" ? fitting(condition.window, steps) : [];
  const logs = ({ name, search, compute }: LogRead): HistoryQuestion => ({
    vendor: "datadog",
    series: name,
    identity: `logs ${search} ${compute.aggregation} ${compute.metric ?? ""}`,
    resolutions,
    valuesPerCall,
    ask: (span, resolution) => askLogs(http(), search, compute, span, resolution),
  });
  if (readsLogs(signal)) return { questions: logReads(signal, stack).map(logs), notes: logNotes(signal) };
  if (isPlainMetric(signal)) return { questions: metricQuestions(signal, stack, resolutions, http), notes: [] };
  return {
    reason: isCheckSignal(signal)
      ? "Datadog keeps only the newest runs of a synthetic test; give its runs with --history"
      : "its past is not read from Datadog; give its values with --history",
  };
}

/** What a past that is put together from parts of windows cannot show. */
function logNotes(signal: LogSignal): string[] {
  if ("count" in signal)
    return signal.count === "requests" ? ["A request whose lines lie in two parts of a window counts in both."] : [];
  return [
    "The number is in no line that came before its log pipeline was made.",
    ...(signal.statistic === "avg" ? ["The mean over a window is taken from the means of its parts."] : []),
  ];
}

function metricQuestions(
  signal: PlainMetric,
  stack: StackConfig,
  resolutions: readonly number[],
  http: () => VendorHttp,
): HistoryQuestion[] {
  return Object.entries(signal.series).map(([name, series]) => {
    const query = plainSeries(series, scopeTags(signal, stack), signal.groupBy);
    const counts = series.as !== undefined;
    return {
      vendor: "datadog",
      series: name,
      identity: `metric ${query}${counts ? ".as_count()" : ""}`,
      resolutions,
      valuesPerCall,
      ask: (span, resolution) => {
        const rolled = counts ? `.as_count().rollup(sum, ${resolution})` : `.rollup(avg, ${resolution})`;
        return askMetric(http(), `${query}${rolled}`, span);
      },
    };
  });
}

const metricAnswer = z.object({
  status: z.literal("ok"),
  series: z.array(
    z.object({
      tag_set: z.array(z.string()).nullish(),
      interval: z.number().positive(),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
});

/** The interface takes whole seconds. */
const seconds = (ms: number): string => String(Math.round(ms / 1000));

async function askMetric(http: VendorHttp, query: string, { from, to }: Span): Promise<HistoryAnswer> {
  const asked = new URLSearchParams({ from: seconds(from), to: seconds(to), query });
  const { data } = await http.get({
    path: `/api/v1/query?${asked}`,
    what: "history of metrics",
    scope: "timeseries_query",
    schema: metricAnswer,
    signal: true,
  });
  // A point stands at the beginning of its interval.
  const series = data.series.map(({ tag_set, interval, pointlist }) => ({
    tags: tagsOf(tag_set ?? []),
    points: columnsOf(pointlist.map(([at, value]) => [at + interval * 1000, value])),
  }));
  return { series, resolution: Math.max(60, ...data.series.map(({ interval }) => interval)) };
}

const tagsOf = (tags: readonly string[]): Record<string, string> =>
  Object.fromEntries(tags.map((tag) => [tag.split(":")[0] ?? "", tag.slice(tag.indexOf(":") + 1)]));

const logAnswer = z.object({
  data: z.object({
    buckets: z
      .array(
        z.object({
          computes: z.object({
            c0: z.array(z.object({ time: z.iso.datetime({ offset: true }), value: z.number().nullable() })),
          }),
        }),
      )
      .nullish(),
  }),
});

async function askLogs(
  http: VendorHttp,
  search: string,
  compute: Compute,
  { from, to }: Span,
  resolution: number,
): Promise<HistoryAnswer> {
  const question: JsonObject = {
    filter: { query: search, from: String(from), to: String(to), indexes: ["*"] },
    compute: [{ ...compute, type: "timeseries", interval: shortDuration(resolution) }],
  };
  const { data } = await http.get({
    path: "/api/v2/logs/analytics/aggregate",
    what: "history of log lines",
    scope: "logs_read_data",
    schema: logAnswer,
    signal: true,
    question,
  });
  const values = (data.data.buckets ?? []).flatMap(({ computes }) => computes.c0);
  const points = columnsOf(values.map(({ time, value }) => [Date.parse(time) + resolution * 1000, value]));
  return { series: points.at.length === 0 ? [] : [{ tags: {}, points }], resolution };
}
