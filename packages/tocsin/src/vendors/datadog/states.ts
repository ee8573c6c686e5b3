import { z } from "zod";
import { iso, type States } from "../alert-state.ts";
import type { VendorHttp } from "../http/read.ts";
import { numberedPages } from "../pages.ts";
import type { VendorClients } from "../registry.ts";

/** What Datadog says of one monitor now. Times in milliseconds since 1970; null: never, or it does not say. */
export interface MonitorNow {
  /** Id of the monitor; for the monitor of a synthetic test, the test's public id. */
  id: string;
  state: "ok" | "warning" | "alert" | "no-data" | "unknown";
  firedAt: number | null;
  recoveredAt: number | null;
}

const seconds = z.number().nullish();
const group = z.object({ last_triggered_ts: seconds, last_resolved_ts: seconds });
const monitor = z.object({
  id: z.number().int(),
  type: z.string(),
  overall_state: z.string().nullish(),
  options: z.object({ synthetics_check_id: z.string().nullish() }).nullish(),
  state: z.object({ groups: z.record(z.string(), group).nullish() }).nullish(),
});

const perPage = 1000;
const names: Readonly<Record<string, MonitorNow["state"]>> = {
  OK: "ok",
  Warn: "warning",
  Alert: "alert",
  "No Data": "no-data",
};

/** The state of every monitor that carries a tag; of all monitors without one. Errors: see `VendorHttp.get`. */
export async function monitorStates(http: VendorHttp, tag?: string): Promise<MonitorNow[]> {
  const all = await numberedPages({ vendor: "Datadog", what: "monitors" }, perPage, async (page) => {
    const query = new URLSearchParams({
      group_states: "all",
      ...(tag === undefined ? {} : { monitor_tags: tag }),
      page: String(page),
      page_size: String(perPage),
    });
    const { data } = await http.get({
      path: `/api/v1/monitor?${query}`,
      what: "the states of monitors",
      scope: "monitors_read",
      schema: z.array(monitor),
    });
    return data;
  });
  return all.map(nowOf);
}

function nowOf({ id, overall_state: overall, options, state }: z.infer<typeof monitor>): MonitorNow {
  const groups = Object.values(state?.groups ?? {});
  const latest = (times: (number | null | undefined)[]) => {
    const known = times.flatMap((time) => (time === null || time === undefined || time <= 0 ? [] : [time * 1000]));
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    id: options?.synthetics_check_id ?? String(id),
    state: names[overall ?? ""] ?? "unknown",
    firedAt: latest(groups.map((one) => one.last_triggered_ts)),
    recoveredAt: latest(groups.map((one) => one.last_resolved_ts)),
  };
}

export const datadogStates: States<VendorClients["datadog"]> = {
  what: "what fires in Datadog",
  read: async ({ http }, { stack }) =>
    (await monitorStates(http, `env:${stack.name}`)).map(({ id, state, firedAt, recoveredAt }) => [
      id,
      { now: state, firedAt: iso(firedAt), recoveredAt: iso(recoveredAt) },
    ]),
};
