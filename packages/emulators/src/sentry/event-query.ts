import type { Context } from "hono";
import type { LocalContext } from "../context.ts";
import { ApiError } from "./errors.ts";
import { type Aggregate, parseAggregate, type Sample } from "./evaluate/aggregate.ts";
import { eventValues, isAnswered, searchableEvent, searchableSpan, spanValues } from "./evaluate/fields.ts";
import { understood } from "./list-search.ts";
import { wantedProjects } from "./projects-filter.ts";
import { searchKeys } from "./search.ts";
import { matcherOf } from "./search-match.ts";
import type { Project, SentryStore } from "./store.ts";

/** What a call asks for: the samples of a dataset within a time, by aggregate. */
export interface EventQuery {
  dataset: string;
  start: number;
  end: number;
  aggregate(text: string): Aggregate;
  /** Only those that have the given values, where there are any given. */
  samples(aggregate: Aggregate, group?: Group): Sample[];
  /** The combinations of values of some fields that occur, null where a field is not set. */
  groups(fields: readonly string[]): Group[];
  /** The same of one of its projects. */
  of(project: Project): EventQuery;
}

/** Values by field: what a row of grouped results is about. */
export type Group = ReadonlyMap<string, string | null>;

/** Datasets as the interface names them, with the name that monitors use. */
const datasets: Readonly<Record<string, string>> = {
  errors: "events",
  discover: "events",
  spans: "events_analytics_platform",
};
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const longestMs = 90 * 86_400_000;

/** An event or a span that was found. */
interface Row {
  projectId: string;
  sample: Omit<Sample, "unique">;
  /** The first value of a field, null where it is not set. */
  read: (field: string) => string | null;
}

/**
 * Reads `dataset`, `query`, `project`, `environment` and the time of a call. Times that a client names are real ones and are
 * shifted to the emulated clock.
 *
 * @throws ApiError 400 for what is not understood
 */
export function readQuery(c: Context, context: LocalContext, store: SentryStore): EventQuery {
  const dataset = c.req.query("dataset") ?? "errors";
  const own = datasets[dataset];
  if (own === undefined) throw new ApiError(400, `dataset must be one of: ${Object.keys(datasets).join(", ")}`);
  const search = understood(c.req.query("query") ?? "");
  const foreign = searchKeys(search).find((key) => !isAnswered(own, key));
  if (foreign !== undefined) throw new ApiError(400, `Invalid key for this search: ${foreign}`);
  const projects = new Set(wantedProjects(c, store).map(({ id }) => id));
  const environments = c.req.queries("environment");
  const { start, end } = timesOf(c, context);
  const wanted = (one: { projectId: string; environment: string; timestamp: Date }) =>
    projects.has(one.projectId) &&
    (environments === undefined || environments.includes(one.environment)) &&
    one.timestamp.getTime() > start &&
    one.timestamp.getTime() <= end;

  const matches = matcherOf(search);
  const first = (values: string[]) => values[0] ?? null;
  const events = (): Row[] =>
    store.events
      .filter((event) => event.kind !== "transaction" && wanted(event) && matches(searchableEvent(event)))
      .map((event) => ({
        projectId: event.projectId,
        sample: { at: event.timestamp.getTime(), value: 1, failed: false },
        read: (field: string) => first(eventValues(event, field)),
      }));
  const spans = (): Row[] =>
    store.spans
      .filter((span) => wanted(span) && matches(searchableSpan(span)))
      .map((span) => ({
        projectId: span.projectId,
        sample: { at: span.timestamp.getTime(), value: span.durationMs, failed: span.status !== "ok" },
        read: (field: string) => first(spanValues(span, field)),
      }));
  // Each column of each row, and each project, asks for them.
  let looked: Row[] | undefined;
  const all = () => {
    looked ??= own === "events" ? events() : spans();
    return looked;
  };
  let parted: Map<string, Row[]> | undefined;
  const ofProject = (id: string) => {
    parted ??= byProject(all());
    return parted.get(id) ?? [];
  };

  const among = (found: () => Row[]): EventQuery => ({
    dataset,
    start,
    end,
    aggregate: (text) => {
      const found = parseAggregate(text, own);
      if (found === null) throw new ApiError(400, `Invalid query. ${text} is not a valid function for this dataset`);
      return found;
    },
    samples: ({ field }, group = new Map()) =>
      found()
        .filter(({ read }) => [...group].every(([key, value]) => read(key) === value))
        .map(({ sample, read }) => ({ ...sample, unique: field === null ? null : read(field) })),
    groups: (fields) => {
      const foreign = fields.find((field) => !isAnswered(own, field));
      if (foreign !== undefined) throw new ApiError(400, `Invalid query. ${foreign} cannot be grouped by`);
      const rows = found().map(({ read }) => new Map(fields.map((field) => [field, read(field)])));
      return [...new Map(rows.map((row) => [JSON.stringify([...row.values()]), row])).values()];
    },
    of: ({ id }) => among(() => ofProject(id)),
  });
  return among(all);
}

function byProject(rows: readonly Row[]): Map<string, Row[]> {
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const known = parts.get(row.projectId);
    if (known === undefined) parts.set(row.projectId, [row]);
    else known.push(row);
  }
  return parts;
}

function timesOf(c: Context, context: LocalContext): { start: number; end: number } {
  const [from, until] = [c.req.query("start"), c.req.query("end")];
  const now = context.now().getTime();
  if (from === undefined && until === undefined)
    return { start: now - spanOf(c.req.query("statsPeriod") ?? "14d"), end: now };
  if (from === undefined || until === undefined) throw new ApiError(400, "start and end are both required");
  const [start, end] = [from, until].map((text) => context.clock.fromClient(readTime(text)).getTime());
  if (start === undefined || end === undefined || start >= end) throw new ApiError(400, "start must be before end");
  return { start, end };
}

/** Times without a zone are UTC. */
function readTime(text: string): Date {
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time.getTime())) throw new ApiError(400, `${text} is not a valid ISO8601 date query`);
  return time;
}

/** `5m`, `24h`, `14d` in milliseconds. */
export function spanOf(text: string): number {
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const ms = Number(amount) * (units[unit ?? ""] ?? Number.NaN);
  if (!(ms > 0 && ms <= longestMs)) throw new ApiError(400, `Invalid statsPeriod: '${text}'`);
  return ms;
}
