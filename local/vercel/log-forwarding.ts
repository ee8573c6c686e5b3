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

/** Sends lines to Datadog in the form of Vercel's Datadog integration. */
export async function forwardLines(context: LocalContext, lines: readonly FunctionLine[]): Promise<void> {
  if (lines.length === 0) return;
  await callPeer(
    context,
    "datadog",
    "/api/v2/logs",
    {
      method: "POST",
      headers: { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" },
      body: JSON.stringify(lines.map((line) => entryOf(context, line))),
    },
    "quiet",
  );
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
