import type { World } from "./world.ts";

/** What can fall silent. */
export type Source =
  | "cliply-web"
  | "tips"
  | "postgres_logs"
  | "web"
  | "worker"
  | "filesystem"
  | "connections"
  | "cpu"
  | "probe";

const prefixes: Partial<Record<Source, string>> = {
  filesystem: "supabase.cloud.node.filesystem.",
  connections: "supabase.cloud.connection.",
  cpu: "supabase.cloud.node.cpu.",
  probe: "cliply.probe.",
};

/** The report of a request that a function served, as Vercel's drain sends it; without its path, which would be looked for. */
export const drainLine = (projectName: string, changes: object = {}) => ({
  ddsource: "vercel",
  source: "lambda",
  projectName,
  environment: "production",
  message: "START RequestId: a Version: $LATEST\nEND RequestId: a\nREPORT RequestId: a\tDuration: 20 ms",
  path: "/",
  requestId: crypto.randomUUID(),
  statusCode: 200,
  proxy: { method: "GET", statusCode: 200 },
  ...changes,
});

/** Every series that a monitor of the stack reads: the metric's name, and the tags that it is limited to. */
export function watched(world: World): { metric: string; tags: string[] }[] {
  const queries = world.resources.flatMap(({ kind, body }) => (kind === "monitor" ? [String(body.query)] : []));
  const found = queries.flatMap((query) => [...query.matchAll(/\b(?:avg|sum|min|max):([\w.]+)\{([^}]*)\}/g)]);
  return found.map(([, metric = "", tags = ""]) => ({ metric, tags: tags.split(",") }));
}

/** A minute of everything that the alerts of the local stack watch, by the vendors' public intakes, but for `silent`. */
export async function sendBaseline(world: World, silent: readonly Source[] = []): Promise<void> {
  const now = Date.now();
  const speaks = (source: Source) => !silent.includes(source);
  const services = (["cliply-web", "tips"] as const).filter(speaks);
  const lines = [
    ...services.map((service) => drainLine(service)),
    ...(speaks("postgres_logs")
      ? [{ ddsource: "supabase", service: "postgres_logs", message: "checkpoint", data: { project: "localref" } }]
      : []),
  ];
  if (lines.length > 0) await world.call("datadog", "POST", "/api/v2/logs", lines);
  const stopped = silent.flatMap((source) => prefixes[source] ?? []);
  const series = watched(world)
    .filter(({ metric }) => !stopped.some((prefix) => metric.startsWith(prefix)))
    .map(({ metric, tags }) => ({
      metric,
      type: 3,
      points: [{ timestamp: Math.floor(now / 1000), value: 1 }],
      tags: [...tags, "mountpoint:/"],
    }));
  await world.call("datadog", "POST", "/api/v2/series", { series });
  for (const project of (["web", "worker"] as const).filter(speaks)) {
    for (const name of transactionsOf(world, project)) await sendTransaction(world, project, name, now);
  }
}

/** Transactions that alerts watch, and one that none does. */
function transactionsOf(world: World, project: string): string[] {
  const watched = world.project.definitions.flatMap(({ signal }) =>
    signal.kind === "sentry-spans" && signal.project === project ? [signal.transaction.replaceAll("*", "GET ")] : [],
  );
  return ["GET /", ...watched];
}

async function sendTransaction(world: World, project: string, transaction: string, now: number): Promise<void> {
  const end = now / 1000;
  const trace = { trace_id: "0".repeat(31).concat("1"), span_id: "0".repeat(15).concat("1"), op: "http.server" };
  await sendEvent(world, project, "transaction", {
    transaction,
    start_timestamp: end - 0.05,
    timestamp: end,
    contexts: { trace },
  });
}

/** One item of an envelope, as a Sentry SDK sends it. */
export async function sendEvent(world: World, project: string, type: string, payload: object): Promise<void> {
  const { url } = world.connections.sentry;
  const [id, key] = [project === "web" ? 1 : 2, await world.keyOf(project)];
  const event = { event_id: crypto.randomUUID().replaceAll("-", ""), platform: "node", environment: "local", type };
  const response = await fetch(`${url}/api/${id}/envelope/?sentry_key=${key}`, {
    method: "POST",
    body: `{}\n${JSON.stringify({ type })}\n${JSON.stringify({ ...event, ...payload })}\n`,
  });
  if (!response.ok) throw new Error(`Sentry's intake answered ${response.status}: ${await response.text()}`);
}
