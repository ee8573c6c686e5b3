import type { Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { refuse } from "../api/errors.ts";
import { wholeNumber } from "../api/params.ts";
import { type SloBody, sloSchema } from "../config/slo-schema.ts";
import type { Json } from "../config/stored.ts";
import { QueryError } from "../query/scanner.ts";
import type { DatadogStore } from "../store.ts";
import { type Downtime, downtimesOf, slicesOf } from "./slo-time.ts";
import { countsOf } from "./slo-values.ts";

/** Seconds since the epoch, the emulated one. */
interface Span {
  from: number;
  to: number;
}

/**
 * `GET /api/v1/slo/{id}/history?from_ts&to_ts[&target]`: what an SLO was worth over a time, from the points and the changes
 * of monitors that there are. Nothing is known of the time before the vendors began, which counts as neither.
 */
export function addSloHistoryRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const time = (name: string, text: string | undefined): number => {
    const seconds = wholeNumber(name, text);
    if (seconds === undefined) throw refuse(400, `Required parameter '${name}' is missing`);
    return Math.floor(context.clock.fromClient(new Date(seconds * 1_000)).getTime() / 1_000);
  };
  app.get("/api/v1/slo/:id/history", (c) => {
    const id = c.req.param("id");
    const stored = store.slos.get(id);
    if (stored === undefined) throw refuse(404, `SLO not found: ${id} not found`);
    const span = { from: time("from_ts", c.req.query("from_ts")), to: time("to_ts", c.req.query("to_ts")) };
    if (span.to <= span.from) throw refuse(400, "Invalid payload: from_ts must be less than to_ts");
    const target = c.req.query("target");
    if (target !== undefined && !(Number(target) > 0 && Number(target) < 100)) {
      throw refuse(400, "Invalid payload: target must be between 0 and 100");
    }
    const slo = sloSchema.parse(stored.body);
    const targets = target === undefined ? targetsOf(slo) : { custom: Number(target) };
    const thresholds = Object.fromEntries(slo.thresholds.map((one) => [one.timeframe, one]));
    const about = { from_ts: span.from, to_ts: span.to, type: slo.type, type_id: stored.body.type_id, thresholds };
    return c.json({ data: { ...about, ...measured(store, slo, span, targets) } });
  });
}

const targetsOf = ({ thresholds }: SloBody): Record<string, number> =>
  Object.fromEntries(thresholds.map(({ timeframe, target }) => [timeframe, target]));

function measured(store: DatadogStore, slo: SloBody, span: Span, targets: Record<string, number>): Json {
  try {
    switch (slo.type) {
      case "metric": {
        const series = countsOf(store, slo, span);
        const { numerator, denominator } = series;
        const value = denominator.sum === 0 ? null : (100 * numerator.sum) / denominator.sum;
        return { overall: indicator(slo.name, value, targets), series };
      }
      case "time_slice": {
        const times = slicesOf(store, slo, span);
        return { overall: { ...indicator(slo.name, uptime(times), targets), history: times.history } };
      }
      case "monitor": {
        const { all, each } = downtimesOf(store, slo.monitor_ids ?? [], span);
        const monitors = each.map(({ monitor, times }) => ({
          ...indicator(monitor.name, uptime(times), {}),
          precision: 2,
          monitor_type: monitor.type,
          history: times.history,
        }));
        return { overall: { ...indicator(slo.name, uptime(all), targets), history: all.history }, monitors };
      }
    }
  } catch (error) {
    if (error instanceof QueryError) throw refuse(400, `Invalid payload: invalid query: ${error.message}`);
    throw error;
  }
}

const uptime = ({ down, known }: Downtime): number | null => (known === 0 ? null : 100 * (1 - down / known));

/** An SLI in percent, and how much of each error budget it leaves; null where nothing is known. */
function indicator(name: string, value: number | null, targets: Record<string, number>): Json {
  const budgets = Object.entries(targets).map(([timeframe, target]): [string, number] => [
    timeframe,
    value === null ? 100 : 100 * (1 - (100 - value) / (100 - target)),
  ]);
  return {
    name,
    sli_value: value,
    ...(budgets.length === 0
      ? {}
      : {
          error_budget_remaining: Object.fromEntries(budgets),
          precision: Object.fromEntries(budgets.map(([timeframe]) => [timeframe, 2])),
        }),
    span_precision: 2,
    group: "",
  };
}
