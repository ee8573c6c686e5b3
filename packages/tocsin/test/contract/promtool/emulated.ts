import { z } from "zod";
import { createContext } from "../../../../emulators/src/context.ts";
import { evaluateAll } from "../../../../emulators/src/datadog/alerting/engine.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { type Case, MINUTES } from "./cases.ts";

const created = z.object({ id: z.int() });

/** The groups that alert, by their tags, for each minute of each case. */
export type Alerting = Map<string, Record<string, string>[][]>;

/** Lets the emulated Datadog evaluate all cases minute by minute. Missing data resolves, as it does in Prometheus. */
export async function emulate(cases: readonly Case[]): Promise<Alerting> {
  const context = createContext();
  const { app, store } = createDatadog(context);
  const { apiKey, appKey } = context.tokens.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
  const monitors = new Map<string, number>();
  for (const { name, query } of cases) {
    const options = { on_missing_data: "resolve", new_group_delay: 0 };
    const body = JSON.stringify({ name, type: "query alert", query, message: "", options });
    const answer = await app.request("/api/v1/monitor", { method: "POST", headers, body });
    if (answer.status !== 200) throw new Error(`${name}: ${await answer.text()}`);
    monitors.set(name, created.parse(await answer.json()).id);
  }
  // Before the clock's first tick, so that nothing but this loop evaluates.
  const begin = Math.ceil(context.now().getTime() / 60_000) * 60;
  const alerting: Alerting = new Map(cases.map(({ name }) => [name, []]));
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const now = begin + minute * 60;
    for (const { series } of cases) {
      for (const { metric, tags, samples } of series) {
        const value = samples[minute];
        if (value === null || value === undefined) continue;
        const kind = metric.startsWith("share_") ? "count" : "gauge";
        const own = Object.entries(tags).map(([key, tag]) => `${key}:${tag}`);
        store.series.add({ metric, kind, interval: 60, tags: own.sort(), points: [{ timestamp: now, value }] }, now);
      }
    }
    await evaluateAll(context, store, new Date(now * 1_000));
    for (const { name } of cases) {
      const groups = [...(store.states.get(monitors.get(name) ?? 0)?.groups.values() ?? [])];
      const firing = groups.filter(({ status }) => status === "Alert").map(({ group }) => Object.fromEntries(group));
      alerting.get(name)?.push(firing);
    }
  }
  return alerting;
}
