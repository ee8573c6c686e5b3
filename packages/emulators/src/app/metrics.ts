import type { Accounts } from "../accounts.ts";
import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";

type Measured = Accounts["app"]["metrics"][number];

/** Datadog's numbers of kinds of points. */
const types = { count: 1, gauge: 3 } as const;

/** Sends what is measured and logged in a minute in which all is well, beside what Vercel and the databases tell. */
export async function sendReports(context: LocalContext, at: Date): Promise<void> {
  const { metrics, lines } = context.accounts.app;
  await sendPoints(context, metrics, [at]);
  const time = asClientTime(context, at).toISOString();
  const written = lines.filter((one) => isDue(one, at)).map(({ body }) => ({ ...body, "@timestamp": time }));
  if (written.length > 0) await send(context, "/api/v2/logs", written);
}

/** Sends what was measured in the hour that ends at a time, of metrics whose past reaches so far back from `end`. */
export async function sendPastHour(context: LocalContext, at: Date, end: Date): Promise<void> {
  const minutesAgo = (end.getTime() - at.getTime()) / 60_000;
  const metrics = context.accounts.app.metrics.filter(({ past }) => past >= minutesAgo);
  await sendPoints(
    context,
    metrics,
    Array.from({ length: 60 }, (_, back) => new Date(at.getTime() - back * 60_000)),
  );
}

/** How many hours before the last half hour a metric has a past of. */
export const hoursOfPast = (context: LocalContext): number =>
  Math.max(0, ...context.accounts.app.metrics.map(({ past }) => Math.ceil(past / 60)));

async function sendPoints(context: LocalContext, metrics: readonly Measured[], times: readonly Date[]): Promise<void> {
  const series = metrics.flatMap((one) => {
    const points = times
      .filter((at) => isDue(one, at))
      .map((at) => ({ timestamp: seconds(context, at), value: one.value }));
    return points.length === 0
      ? []
      : [{ metric: one.metric, type: types[one.type], interval: one.every * 60, tags: one.tags, points }];
  });
  if (series.length > 0) await send(context, "/api/v2/series", { series });
}

const isDue = ({ every }: { every: number }, at: Date): boolean => at.getUTCMinutes() % every === 0;

const seconds = (context: LocalContext, at: Date): number => Math.floor(asClientTime(context, at).getTime() / 1000);

async function send(context: LocalContext, path: string, body: unknown): Promise<void> {
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  await callPeer(context, "datadog", path, { method: "POST", headers, body: JSON.stringify(body) }, "quiet");
}
