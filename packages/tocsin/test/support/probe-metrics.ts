import type { LocalContext, Past } from "../../../emulators/src/context.ts";
import { lastHalfHour } from "../../../emulators/src/history.ts";
import { asClientTime, callPeer } from "../../../emulators/src/peer.ts";

/** Value of the tag `env` on the local stack. */
const stack = "local";

const kinds = ["PUBLISH_YOUTUBE", "PUBLISH_TIKTOK", "CLIP_RENDER", "TRANSCRIBE", "HIGHLIGHT_DETECT"];

const byKind = (name: string, value: number) =>
  kinds.map((kind) => ({ name: `cliply.probe.jobs.${name}`, value, tags: [`kind:${kind}`] }));
const each = (name: string, key: string, values: string[], value: number) =>
  values.map((one) => ({ name: `tocsin.probe.${name}`, value, tags: [`${key}:${one}`] }));
const one = (name: string, value: number) => ({ name, value, tags: [] });

/** What a probe reports of a healthy minute: gauges, each with the tags under which it comes. */
const gauges: { name: string; value: number; tags: string[] }[] = [
  ...byKind("stuck", 0),
  ...byKind("failure_rate_pct", 1),
  ...byKind("failure_rate_7d_pct", 1),
  ...byKind("queued", 2),
  ...byKind("queued_oldest_seconds", 20),
  one("cliply.probe.worker.heartbeat_age_seconds", 10),
  one("cliply.probe.schedules.overdue", 1),
  one("cliply.probe.schedules.overdue_oldest_seconds", 30),
  one("cliply.probe.schedules.without_job", 0),
  one("tocsin.probe.db.connections_pct", 20),
  one("tocsin.probe.db.pool_size", 60),
  one("tocsin.probe.db.backup_age_hours", 8),
  ...each("db.table_bytes", "table", ["jobs", "projects", "clips", "workspace_members", "subscriptions"], 1024 ** 2),
  ...each("supabase.healthy", "service", ["auth", "db", "pooler", "realtime", "rest", "storage"], 1),
  one("tocsin.probe.stripe.delivery_success_pct", 100),
  ...each("stripe.endpoint_enabled", "endpoint", ["any"], 1),
  one("tocsin.probe.stripe.payment_failed", 1),
  one("tocsin.probe.stripe.cancellations", 1),
  ...each("vercel.deployment_failed", "service", ["cliply-web", "tips"], 0),
  ...each("vercel.crons_enabled", "service", ["cliply-web", "tips"], 1),
  ...each("vercel.crons", "service", ["cliply-web"], 1),
  ...each("vercel.crons", "service", ["tips"], 3),
  ...each("part.error", "part", ["jobs-stuck", "stripe-delivery"], 0),
  one("tips.probe.photos.stuck_ratio_pct", 1),
  one("tips.probe.photos.orphaned", 4),
  ...each("stripe.endpoint_enabled", "endpoint", ["we_1"], 1),
];

/**
 * Reports each minute what a probe finds when all is well, for worlds in which no deployment runs.
 *
 * @returns the half hour for which it has done so
 */
export function healthyProbe(context: LocalContext): { past: Past } {
  // A little before the minute ends, as the app does.
  const minute = (at: Date) => sendProbeMinute(context, new Date(at.getTime() - 2_000));
  context.clock.every(60, "a healthy probe", minute);
  return { past: { moments: lastHalfHour, live: minute } };
}

async function sendProbeMinute(context: LocalContext, at: Date): Promise<void> {
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  const timestamp = Math.floor(asClientTime(context, at).getTime() / 1000);
  const point = (value: number) => [{ timestamp, value }];
  const series = [
    ...gauges.map(({ name, value, tags }) => ({
      metric: name,
      type: 3,
      points: point(value),
      tags: [`env:${stack}`, ...tags],
    })),
    {
      metric: "tocsin.probe.heartbeat",
      type: 1,
      interval: 60,
      points: point(1),
      tags: [`env:${stack}`, "result:complete"],
    },
  ];
  const body = JSON.stringify({ series });
  await callPeer(context, "datadog", "/api/v2/series", { method: "POST", headers, body }, "quiet");
}
