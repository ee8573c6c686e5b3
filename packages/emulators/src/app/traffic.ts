import { randomUUID } from "node:crypto";
import type { Accounts, AppRequest } from "../accounts.ts";
import { type DrainLine, printedLine, requestLines } from "../vercel/log-forwarding.ts";
import type { ServedRequest } from "../vercel/served.ts";

/** How the monitored app behaves: as it should, answering errors, or answering late. */
export const appModes = ["healthy", "failing", "slow"] as const;
export type AppMode = (typeof appModes)[number];

/** One traced request: name of the transaction and how long it took. */
export interface TracedRequest {
  transaction: string;
  durationMs: number;
}

/** What comes with a page and is no function's work: it answers however the app is. */
const file: Pick<ServedRequest, "method" | "path"> = { method: "GET", path: "/favicon.ico" };

/** How much longer requests take while the app is slow. */
const slowness = 40;
/** Errors that a failing app reports each minute: above 50 in any four minutes that have been reported in full. */
export const errorsPerMinute = 15;

/** The lines that a minute's requests leave in Vercel's logs. */
export function linesOf({ app, vercel }: Accounts, at: Date, mode: AppMode): DrainLine[] {
  const project = (id: string) => vercel.projects.find((one) => one.id === id) ?? { id, name: id };
  const due = (every: number) => at.getUTCMinutes() % every === 0;
  const served = app.requests.filter(({ every }) => due(every));
  const [first] = vercel.projects;
  const byFiles =
    first === undefined
      ? []
      : requestLines({
          ...file,
          by: "file",
          project: first,
          statusCode: 200,
          durationMs: 0,
          at,
          requestId: randomUUID(),
        });
  return [...served.flatMap((one) => functionLines(one, project(one.project), at, mode, due)), ...byFiles];
}

function functionLines(
  { method, path, durationMs, line }: AppRequest,
  project: ServedRequest["project"],
  at: Date,
  mode: AppMode,
  due: (every: number) => boolean,
): DrainLine[] {
  const request: ServedRequest = {
    project,
    by: "function",
    method,
    path,
    statusCode: mode === "failing" ? 500 : 200,
    requestId: randomUUID(),
    durationMs: lasting(durationMs, mode),
    at,
  };
  const printed =
    mode === "failing"
      ? [printedLine(request, "Error: the database is not reachable", "error")]
      : line !== undefined && due(line.every)
        ? [printedLine(request, line.text)]
        : [];
  return [...printed, ...requestLines(request)];
}

/** What one of Sentry's projects traces in a minute. */
export function tracesOf({ app }: Accounts, project: string, mode: AppMode): TracedRequest[] {
  return app.traces
    .filter((trace) => trace.project === project)
    .map(({ transaction, durationMs }) => ({ transaction, durationMs: lasting(durationMs, mode) }));
}

const lasting = (durationMs: number, mode: AppMode): number => (mode === "slow" ? durationMs * slowness : durationMs);
