import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";

/** CPU seconds by mode in one minute of one core: idle for 90 %. */
const cpuSeconds = { idle: 54, user: 4, system: 1.5, iowait: 0.5 };
/** Open connections by user. */
const connections = { postgres: 8, authenticator: 5, supabase_admin: 2 };
const gibibyte = 1024 ** 3;
/** Size of each filesystem in bytes; 40 % of each is used. */
const filesystems = { "/": 10 * gibibyte, "/data": 8 * gibibyte };
const usedShare = 0.4;

/** Milliseconds, as PostgreSQL reports them, of the statements of one minute. */
const statementsMs = [3.412, 17.058];

/** Sends a minute of a healthy database, named by its project's reference, to Datadog, as its Supabase integration collects it: metrics and PostgreSQL's log. */
export async function sendDatabaseMinute(context: LocalContext, project: string, at: Date): Promise<void> {
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  const timestamp = Math.floor(asClientTime(context, at).getTime() / 1000);
  const series = seriesOf(project).map(({ value, ...rest }) => ({ ...rest, points: [{ timestamp, value }] }));
  const call = (path: string, body: unknown) =>
    callPeer(context, "datadog", path, { method: "POST", headers, body: JSON.stringify(body) }, "quiet");
  await call("/api/v2/series", { series });
  await call(
    "/api/v2/logs",
    statementsMs.map((duration) => ({
      ddsource: "supabase",
      service: "postgres_logs",
      message: `duration: ${duration} ms statement: select 1`,
      data: { project },
      supabase: { pg_duration: duration },
      "@timestamp": asClientTime(context, at).toISOString(),
    })),
  );
}

interface Measured {
  metric: string;
  /** 1 is a count, 3 a gauge. */
  type: 1 | 3;
  interval?: number;
  tags: string[];
  value: number;
}

function seriesOf(project: string): Measured[] {
  const named = (name: string) => `supabase.cloud.${name}`;
  const tagged = (...tags: string[]) => [`supabase_project_ref:${project}`, ...tags];
  const gauge = (name: string, value: number, ...tags: string[]): Measured => ({
    metric: named(name),
    type: 3,
    tags: tagged(...tags),
    value,
  });
  return [
    gauge("pg.up", 1),
    ...Object.entries(cpuSeconds).map(
      ([mode, value]): Measured => ({
        metric: named("node.cpu.seconds.count"),
        type: 1,
        interval: 60,
        tags: tagged(`mode:${mode}`, "cpu:0"),
        value,
      }),
    ),
    ...Object.entries(connections).map(([user, value]) =>
      gauge("connection.stats.connection.count", value, `username:${user}`),
    ),
    ...Object.entries(filesystems).flatMap(([mountpoint, size]) => [
      gauge("node.filesystem.size.bytes", size, `mountpoint:${mountpoint}`),
      gauge("node.filesystem.avail.bytes", size * (1 - usedShare), `mountpoint:${mountpoint}`),
    ]),
  ];
}
