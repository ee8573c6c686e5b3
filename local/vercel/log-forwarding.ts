import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";

/** One line that a function of a production deployment left: its request, or what it printed while serving it. */
export interface FunctionLine {
  /** Name of the project. */
  project: string;
  message: string;
  method: string;
  path: string;
  statusCode: number;
  requestId: string;
  /** Emulated time. */
  at: Date;
}

/** Sends lines to Datadog in the form of Vercel's Datadog integration, which also counts the requests among them. */
export async function forwardLines(context: LocalContext, lines: readonly FunctionLine[]): Promise<void> {
  if (lines.length === 0) return;
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  const send = (path: string, body: unknown) =>
    callPeer(context, "datadog", path, { method: "POST", headers, body: JSON.stringify(body) }, "quiet");
  await send(
    "/api/v2/logs",
    lines.map((line) => entryOf(context, line)),
  );
  const series = countedRequests(context, lines);
  if (series.length > 0) await send("/api/v2/series", { series });
}

/** `vercel.requests` of the integration: requests by project, environment, path and status. */
function countedRequests(context: LocalContext, lines: readonly FunctionLine[]) {
  const counts = new Map<string, { line: FunctionLine; count: number }>();
  for (const line of lines) {
    // What a function prints belongs to a request that has a line of its own.
    if (line.message !== requestLine(line).message) continue;
    const key = `${line.project} ${line.path} ${line.statusCode} ${line.at.getTime()}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { line, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].map(({ line: { project, path, statusCode, at }, count }) => ({
    metric: "vercel.requests",
    type: 1,
    interval: 60,
    points: [{ timestamp: Math.floor(asClientTime(context, at).getTime() / 1000), value: count }],
    tags: [`project_name:${project}`, "deployment_env:production", `path:${path}`, `status_code:${statusCode}`],
  }));
}

/** The line of a request itself. */
export function requestLine(request: Omit<FunctionLine, "message">): FunctionLine {
  return { ...request, message: `${request.method} ${request.path} ${request.statusCode}` };
}

function entryOf(context: LocalContext, line: FunctionLine) {
  const { project, message, method, path, statusCode, requestId, at } = line;
  return {
    ddsource: "vercel",
    service: project,
    ddtags: "env:production",
    status: statusCode >= 500 ? "error" : "info",
    message,
    source: "lambda",
    proxy: { method, path, statusCode, host: `${project}.vercel.app` },
    vercel: { requestId, projectName: project },
    "@timestamp": asClientTime(context, at).toISOString(),
  };
}
