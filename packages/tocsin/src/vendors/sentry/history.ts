import { z } from "zod";
import type { Definition } from "../../model/definition.ts";
import { measuresTransactions } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";
import { settingOf } from "../context.ts";
import {
  columnsOf,
  fitting,
  type HistoryAnswer,
  type HistoryPlan,
  type HistoryQuestion,
  type Span,
} from "../history-types.ts";
import { VendorAbsent } from "../http/errors.ts";
import type { SentryClient } from "./client.ts";
import { aggregateOf, isMeasured, searchOf, tagSearch } from "./compile.ts";
import { wantedTags } from "./fire-issues.ts";

const steps = [60, 120, 300, 600, 900, 1800, 3600];
/** Sentry refuses a series of more than 10,000 buckets; six days by the minute stay under it. */
const valuesPerCall = 8640;

interface Series {
  projects: string[];
  dataset: "errors" | "spans";
  query: string;
  axis: string;
}

/** History of a Sentry definition; `client` reads the organisation. */
export function sentryHistory(definition: Definition, stack: StackConfig, client: () => SentryClient): HistoryPlan {
  const { signal, condition } = definition;
  const slug = (name: string) => settingOf(stack.sentry.projects, name, "sentry.projects", stack).slug;
  const question = (series: string, asked: Series, resolutions: readonly number[]): HistoryQuestion => ({
    vendor: "sentry",
    series,
    identity: `${stack.sentry.organization} ${stack.sentry.environment} ${JSON.stringify(asked)}`,
    resolutions,
    valuesPerCall,
    ask: (span, resolution) => ask(client(), stack, asked, span, resolution),
  });
  if (condition.kind === "each-event" && "projects" in signal) {
    const asked = { dataset: "errors", query: tagSearch(wantedTags(signal.tags)), axis: "count()" } as const;
    return {
      questions: [question("events", { projects: signal.projects.map(slug), ...asked }, steps)],
      notes: ["Issues are counted as one: with several at once it would have fired more often."],
    };
  }
  if ("crashFree" in signal) return { reason: "what Sentry keeps of sessions is not read" };
  if (!isMeasured(signal) || condition.kind !== "threshold") return { reason: "it is not watched in Sentry" };
  const projects = [slug(signal.project)];
  const asked = { projects, query: searchOf(signal), axis: aggregateOf(signal) };
  if (measuresTransactions(signal))
    return {
      questions: [question("window", { ...asked, dataset: "spans" }, [condition.window])],
      notes: ["A percentile cannot be put together from parts: it was read, and is judged, once a window."],
    };
  const resolutions = fitting(condition.window, steps);
  return { questions: [question("events", { ...asked, dataset: "errors" }, resolutions)], notes: [] };
}

const answer = z.object({
  timeSeries: z.array(z.object({ values: z.array(z.object({ timestamp: z.number(), value: z.number().nullable() })) })),
});

async function ask(
  client: SentryClient,
  stack: StackConfig,
  { projects, dataset, query, axis }: Series,
  { from, to }: Span,
  resolution: number,
): Promise<HistoryAnswer> {
  const { organization, environment } = stack.sentry;
  const ids = await client.projectIds(organization);
  const asked = new URLSearchParams({
    dataset,
    environment,
    query,
    yAxis: axis,
    interval: shortDuration(resolution),
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
  });
  for (const project of projects) {
    const id = ids.get(project);
    if (id === undefined) throw new VendorAbsent("Sentry", `Sentry lists no project ${project}.`);
    asked.append("project", id);
  }
  const { data } = await client.http.get({
    path: `/api/0/organizations/${encodeURIComponent(organization)}/events-timeseries/?${asked}`,
    what: `history of ${dataset}`,
    scope: "org:read",
    schema: answer,
    signal: true,
  });
  const values = data.timeSeries.flatMap((one) => one.values);
  // A value stands at the beginning of its interval.
  const points = columnsOf(values.map(({ timestamp, value }) => [timestamp + resolution * 1000, value]));
  return { series: [{ tags: {}, points }], resolution };
}
