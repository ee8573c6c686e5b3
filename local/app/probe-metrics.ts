import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";

/** Value of the tag `env` on the local stack. */
const stack = "local";

const kinds = ["PUBLISH_YOUTUBE", "PUBLISH_TIKTOK", "CLIP_RENDER", "TRANSCRIBE", "HIGHLIGHT_DETECT"];

/** What a probe reports of a healthy minute: gauges by name, each with the tags under which it comes. */
const gauges: { name: string; value: number; tags: string[] }[] = [
  ...kinds.map((kind) => ({ name: "jobs.stuck", value: 0, tags: [`kind:${kind}`] })),
  ...kinds.map((kind) => ({ name: "jobs.failure_rate_pct", value: 1, tags: [`kind:${kind}`] })),
];

/** Sends a minute of what a probe finds when all is well. */
export async function sendProbeMinute(context: LocalContext, at: Date): Promise<void> {
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  const timestamp = Math.floor(asClientTime(context, at).getTime() / 1000);
  const point = (value: number) => [{ timestamp, value }];
  const series = [
    ...gauges.map(({ name, value, tags }) => ({
      metric: `cliply.probe.${name}`,
      type: 3,
      points: point(value),
      tags: [`env:${stack}`, ...tags],
    })),
    {
      metric: "cliply.probe.heartbeat",
      type: 1,
      interval: 60,
      points: point(1),
      tags: [`env:${stack}`, "result:complete"],
    },
  ];
  const body = JSON.stringify({ series });
  await callPeer(context, "datadog", "/api/v2/series", { method: "POST", headers, body }, "quiet");
}
