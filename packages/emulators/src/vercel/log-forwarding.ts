import { randomUUID } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";
import { type ServedRequest, servedIn } from "./served.ts";

/** One line of the project's logs; a request leaves several. */
export interface DrainLine {
  request: ServedRequest;
  message: string;
  level: "info" | "error";
}

/** What a function prints while it serves a request. */
export const printedLine = (
  request: ServedRequest,
  message: string,
  level: DrainLine["level"] = "info",
): DrainLine => ({
  request,
  message,
  level,
});

/** The lines that every request leaves: of a function the one that our apps print and its report, of a file one alone. */
export function requestLines(request: ServedRequest): DrainLine[] {
  if (request.by === "file") return [printedLine(request, "")];
  const { method, path, statusCode, durationMs } = request;
  const id = randomUUID();
  const report = [
    `REPORT RequestId: ${id}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    "Memory Size: 1024 MB",
    "Max Memory Used: 91 MB",
  ].join("\t");
  return [
    printedLine(request, `${method} ${path} ${statusCode}`, statusCode >= 500 ? "error" : "info"),
    printedLine(request, `START RequestId: ${id} Version: $LATEST\nEND RequestId: ${id}\n${report}`),
  ];
}

/**
 * Sends lines to Datadog as Vercel's log drain does: raw. What they mean is up to Datadog's pipeline. The requests behind them are
 * counted by Vercel itself.
 */
export async function forwardLines(context: LocalContext, lines: readonly DrainLine[]): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  servedIn(context).add(lines);
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  // Once for all lines: those of one request have the same time, however the clock runs meanwhile.
  const ahead = first.request.at.getTime() - asClientTime(context, first.request.at).getTime();
  const body = JSON.stringify(lines.map((line) => drained(context, line, line.request.at.getTime() - ahead)));
  await callPeer(context, "datadog", "/api/v2/logs", { method: "POST", headers, body }, "quiet");
}

/** Vercel docs, Drains > Logs reference: the fields of a line; `ddsource` is how the integration marks it for Datadog. */
function drained(context: LocalContext, { request, message, level }: DrainLine, timestamp: number) {
  const { project, by, method, path, statusCode, requestId } = request;
  return {
    ddsource: "vercel",
    id: `${timestamp}${context.newId()}`,
    deploymentId: `dpl_${project.name.replaceAll("-", "")}`,
    source: by === "function" ? "lambda" : "static",
    host: `${project.name}-${context.accounts.vercel.slug}.vercel.app`,
    timestamp,
    projectId: project.id,
    projectName: project.name,
    level,
    message,
    path,
    requestId,
    statusCode,
    environment: "production",
    branch: "main",
    executionRegion: "fra1",
    proxy: {
      timestamp,
      method,
      host: `${project.name}.vercel.app`,
      path,
      userAgent: ["Mozilla/5.0"],
      region: "fra1",
      statusCode,
      clientIp: "192.0.2.10",
      scheme: "https",
      vercelCache: by === "function" ? "MISS" : "HIT",
      pathType: by === "function" ? "func" : "static",
    },
  };
}
