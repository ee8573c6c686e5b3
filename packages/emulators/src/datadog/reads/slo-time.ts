import type { SloBody } from "../config/slo-schema.ts";
import type { Monitor } from "../monitors/model.ts";
import { QueryError } from "../query/scanner.ts";
import type { DatadogStore } from "../store.ts";
import { parseFormula, valuesOf } from "./slo-values.ts";

interface Span {
  from: number;
  to: number;
}

/** Time in seconds, and its changes as pairs of a time and a state: 0 is up, 1 is down. */
export interface Downtime {
  down: number;
  known: number;
  history: [number, number][];
}

const comparisons = {
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
};

/** The slices of a time-slice SLO; one without data counts as up (docs: Time Slice SLOs > Missing data). */
export function slicesOf(store: DatadogStore, { sli_specification: given }: SloBody, { from, to }: Span): Downtime {
  if (given === undefined || !("time_slice" in given)) throw new QueryError("there are no slices");
  const { query, comparator, threshold, query_interval_seconds: bucket = 300 } = given.time_slice;
  const expression = parseFormula(query.formulas[0]?.formula ?? "", query.queries);
  const end = Math.floor(to / bucket) * bucket;
  const buckets = Math.max(0, Math.floor((end - from) / bucket));
  const values = valuesOf(store, expression, { end, bucket, buckets });
  const isDown = [...values].map((value) => !Number.isNaN(value) && !comparisons[comparator](value, threshold));
  const states = isDown.map((down, at): [number, number] => [end - (buckets - at) * bucket, down ? 1 : 0]);
  return {
    down: isDown.filter((down) => down).length * bucket,
    known: buckets * bucket,
    history: states.filter(([, state], at) => state !== states[at - 1]?.[1]),
  };
}

/** How long each monitor was alerting, and how long any of them was; a monitor is known from its creation on. */
export function downtimesOf(store: DatadogStore, ids: readonly number[], span: Span) {
  const monitors = ids.flatMap((id) => store.monitors.get(id) ?? []);
  const each = monitors.map((monitor) => {
    const from = Math.max(span.from, Math.floor(monitor.createdAt.getTime() / 1_000));
    const changes = changesOf(store, monitor);
    return { monitor, changes, times: timesOf([changes], { from: Math.min(from, span.to), to: span.to }) };
  });
  const known = Math.max(0, ...each.map(({ times }) => times.known));
  const all = timesOf(
    each.map(({ changes }) => changes),
    { from: span.to - known, to: span.to },
  );
  return { all, each };
}

interface Change {
  at: number;
  group: string;
  isDown: boolean;
}

function changesOf(store: DatadogStore, { id }: Monitor): Change[] {
  return store.events.flatMap(({ monitor, at, alertType }) =>
    monitor?.id === id
      ? [{ at: at.getTime() / 1_000, group: `${id} ${monitor.group}`, isDown: alertType === "error" }]
      : [],
  );
}

/** Any group that is alerting is down. */
function timesOf(changes: readonly Change[][], { from, to }: Span): Downtime {
  const alerting = new Set<string>();
  const result: Downtime = { down: 0, known: to - from, history: [] };
  let since = from;
  const note = (at: number) => {
    const state = alerting.size > 0 ? 1 : 0;
    if (result.history.at(-1)?.[1] !== state) result.history.push([Math.floor(at), state]);
  };
  for (const { at, group, isDown } of changes.flat().sort((a, b) => a.at - b.at)) {
    if (at > to) break;
    const reached = Math.max(at, from);
    if (at > from && result.history.length === 0) note(from);
    if (alerting.size > 0) result.down += reached - since;
    since = reached;
    if (isDown) alerting.add(group);
    else alerting.delete(group);
    if (at > from) note(at);
  }
  if (result.history.length === 0) note(from);
  if (alerting.size > 0) result.down += to - since;
  return result;
}
