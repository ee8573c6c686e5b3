import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";

/** Datadog's numbers of kinds of points. */
const types = { count: 1, gauge: 3 } as const;

/** Sends what is measured and logged in a minute in which all is well, beside what Vercel and the databases tell. */
export async function sendReports(context: LocalContext, at: Date): Promise<void> {
  const { metrics, lines } = context.accounts.app;
  const time = asClientTime(context, at);
  const due = ({ every }: { every: number }) => at.getUTCMinutes() % every === 0;
  const send = async (path: string, body: unknown) => {
    const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
    await callPeer(context, "datadog", path, { method: "POST", headers, body: JSON.stringify(body) }, "quiet");
  };
  const timestamp = Math.floor(time.getTime() / 1000);
  const series = metrics.filter(due).map(({ metric, type, value, tags, every }) => ({
    ...{ metric, type: types[type], interval: every * 60, tags },
    points: [{ timestamp, value }],
  }));
  if (series.length > 0) await send("/api/v2/series", { series });
  const written = lines.filter(due).map(({ body }) => ({ ...body, "@timestamp": time.toISOString() }));
  if (written.length > 0) await send("/api/v2/logs", written);
}
