import { z } from "zod";
import type { StackConfig } from "../../model/stack.ts";
import type { Scope } from "../vendor.ts";

/** Smallest reads that show a permission. Permissions to write cannot be seen without writing: the first `up` shows them. */
export function datadogScopes({ destinations }: Pick<StackConfig, "destinations">, now: Date): Scope[] {
  const teams = Object.values(destinations).flatMap((one) => (one.kind === "datadog-on-call" && one.id) || []);
  const to = Math.ceil(now.getTime() / 1000);
  const query = new URLSearchParams({ from: String(to - 60), to: String(to), query: "avg:tocsin.doctor{*}" });
  return [
    {
      scope: "a valid API key",
      needs: "everything",
      ask: { path: "/api/v1/validate" },
      schema: z.object({ valid: z.literal(true) }),
    },
    { scope: "monitors_read", needs: "up, verify, drill", ask: { path: "/api/v1/monitor?page=0&page_size=1" } },
    {
      scope: "synthetics_read",
      needs: "up, verify, drill",
      ask: { path: "/api/v1/synthetics/tests?page_size=1&page_number=0" },
    },
    { scope: "synthetics_global_variable_read", needs: "up, verify", ask: { path: "/api/v1/synthetics/variables" } },
    { scope: "monitors_downtime", needs: "verify, mute", ask: { path: "/api/v2/downtime?page%5Blimit%5D=1" } },
    ...teams.slice(0, 1).map((team) => ({
      scope: "on_call_read",
      needs: "up, verify",
      ask: { path: `/api/v2/on-call/teams/${encodeURIComponent(team)}/routing-rules` },
    })),
    { scope: "logs_read_config", needs: "up, verify", ask: { path: "/api/v1/logs/config/pipelines" } },
    { scope: "timeseries_query", needs: "verify, backtest, daily, weekly", ask: { path: `/api/v1/query?${query}` } },
    {
      scope: "logs_read_data",
      needs: "verify, daily, weekly",
      ask: {
        path: "/api/v2/logs/analytics/aggregate",
        question: {
          filter: { query: "*", from: "now-1m", to: "now", indexes: ["*"] },
          compute: [{ aggregation: "count", type: "total" }],
        },
      },
    },
  ];
}
