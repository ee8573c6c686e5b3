import { randomUUID } from "node:crypto";
import { type DrainLine, printedLine, requestLines, type ServedRequest } from "../vercel/log-forwarding.ts";

/** How the monitored app behaves: as it should, answering errors, or answering late. */
export const appModes = ["healthy", "failing", "slow"] as const;
export type AppMode = (typeof appModes)[number];

/** One traced request: name of the transaction and how long it took. */
export interface TracedRequest {
  transaction: string;
  durationMs: number;
}

/** The services as Vercel's projects. */
export const projects = {
  "cliply-web": { id: "prj_cliplyweb", name: "cliply-web" },
  tips: { id: "prj_tips", name: "tips" },
} as const;

/** What users do within a minute, by service; method, path, and how long the request takes when all is well. */
const requests: readonly { project: keyof typeof projects; method: string; path: string; durationMs: number }[] = [
  { project: "cliply-web", method: "GET", path: "/", durationMs: 60 },
  { project: "cliply-web", method: "GET", path: "/api/projects", durationMs: 90 },
  { project: "cliply-web", method: "POST", path: "/api/upload/init", durationMs: 210 },
  { project: "cliply-web", method: "POST", path: "/api/upload/init", durationMs: 340 },
  { project: "cliply-web", method: "POST", path: "/api/publish/youtube", durationMs: 620 },
  { project: "cliply-web", method: "POST", path: "/api/publish/tiktok", durationMs: 580 },
  { project: "tips", method: "GET", path: "/u/alex", durationMs: 80 },
  { project: "tips", method: "POST", path: "/api/tips", durationMs: 150 },
];

/** What others call now and then: once in half an hour. */
const called: typeof requests = [
  { project: "cliply-web", method: "POST", path: "/api/webhooks/stripe", durationMs: 70 },
  { project: "tips", method: "POST", path: "/api/clerk/webhook", durationMs: 70 },
];

/** What comes with a page and is no function's work: it answers however the app is. */
const files: readonly Pick<ServedRequest, "method" | "path">[] = [{ method: "GET", path: "/favicon.ico" }];

/** A job that the platform starts each minute; Vercel writes its line of the log. */
const cronTrace = { transaction: "GET /api/cron/scan-schedules", durationMs: 150 };

/** How much longer requests take while the app is slow. */
const slowness = 40;
/** Errors that a failing app reports each minute: above 50 in any four minutes that have been reported in full. */
const errorsPerMinute = 15;

/** The lines that a minute's requests leave in Vercel's logs. Four times an hour somebody tips. */
export function linesOf(at: Date, mode: AppMode): DrainLine[] {
  const served = at.getUTCMinutes() % 30 === 0 ? [...requests, ...called] : requests;
  const tipped = mode !== "failing" && at.getUTCMinutes() % 15 === 0;
  const byFunctions = served.flatMap(({ project, method, path, durationMs }): DrainLine[] => {
    const request: ServedRequest = {
      project: projects[project],
      by: "function",
      method,
      path,
      statusCode: mode === "failing" ? 500 : 200,
      requestId: randomUUID(),
      durationMs: mode === "slow" ? durationMs * slowness : durationMs,
      at,
    };
    const printed =
      mode === "failing"
        ? [printedLine(request, "Error: the database is not reachable", "error")]
        : tipped && path === "/api/tips"
          ? [printedLine(request, "[capture-tip] Tip recorded successfully")]
          : [];
    return [...printed, ...requestLines(request)];
  });
  const byFiles = files.flatMap((file) => {
    const common = { project: projects["cliply-web"], by: "file", statusCode: 200, durationMs: 0, at } as const;
    return requestLines({ ...common, ...file, requestId: randomUUID() });
  });
  return [...byFunctions, ...byFiles];
}

/** The requests of a minute that are traced. */
export function tracesOf(mode: AppMode): TracedRequest[] {
  const traced = requests
    .filter(({ project, method }) => project === "cliply-web" && method === "POST")
    .map(({ method, path, durationMs }) => ({ transaction: `${method} ${path}`, durationMs }));
  return [...traced, cronTrace].map(({ transaction, durationMs }) => ({
    transaction,
    durationMs: mode === "slow" ? durationMs * slowness : durationMs,
  }));
}

/** What the worker does each minute: it looks for jobs. */
export const workerTraces: readonly TracedRequest[] = [{ transaction: "worker.poll", durationMs: 40 }];

/** Errors that were there once, and that somebody has seen to, each with the tags that the app gives such an error. */
export const pastErrors: readonly { project: "web" | "worker"; type: string; tags: Record<string, string> }[] = [
  { project: "web", type: "BillingError", tags: { service: "api", feature: "billing", severity: "error" } },
  { project: "web", type: "SessionError", tags: { service: "api", feature: "auth", severity: "critical" } },
  {
    project: "worker",
    type: "PublishError",
    tags: { service: "worker", feature: "publishing", severity: "critical", job_type: "PUBLISH_YOUTUBE" },
  },
  {
    project: "worker",
    type: "PublishError",
    tags: { service: "worker", feature: "publishing", severity: "error", job_type: "PUBLISH_TIKTOK" },
  },
];

/** How many errors the app reports in a minute. */
export function errorCountOf(mode: AppMode): number {
  return mode === "failing" ? errorsPerMinute : 0;
}
