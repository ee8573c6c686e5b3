import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import type { SignalOf } from "../../model/signal.ts";
import type { Injection, Row } from "../fire-types.ts";

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;
type Rows = Extract<Injection, { kind: "rows" }>;

/** How to move one of the probe's metrics by rows. `moves`: every metric that those rows can move. */
interface Recipe {
  table: Rows["table"];
  /** So many rows, each with these columns, move the metric over `critical`. */
  rows: (critical: number) => { count: number; row: Row };
  moves: string[];
  what: string;
}

/**
 * A kind of job that no worker knows: whoever takes such a job up can do nothing with it. The probe reports it in every run, so
 * that an alert on it is heard to end (packages/probe/src/parts/kinds.ts).
 */
export const drillKind = "TOCSIN_DRILL";
const job = { kind: drillKind, worker_id: "tocsin-drill" };
/** Outweighs what a staging database holds of one kind of job. */
const manyJobs = 200;
/** Enough to be over a limit also on average over a window that began without them. */
const over = (critical: number) => 3 * Math.max(0, Math.ceil(critical)) + 1;

const running = (ago: number): Row => ({ ...job, status: "running", last_heartbeat: { ago }, created_at: { ago } });
const queued = (ago: number): Row => ({ ...job, status: "queued", run_after: { ago }, created_at: { ago } });
const runningMoves = ["cliply.probe.jobs.stuck", "cliply.probe.worker.heartbeat_age_seconds"];
const queueMoves = [
  "cliply.probe.jobs.queued",
  "cliply.probe.jobs.queued_oldest_seconds",
  "cliply.probe.worker.heartbeat_age_seconds",
];
const failureMoves = ["cliply.probe.jobs.failure_rate_pct", "cliply.probe.jobs.failure_rate_7d_pct"];
const scheduleMoves = ["overdue", "overdue_oldest_seconds", "without_job"].map(
  (name) => `cliply.probe.schedules.${name}`,
);
const photoMoves = ["stuck_ratio_pct", "orphaned"].map((name) => `tips.probe.photos.${name}`);

const failed: Recipe = {
  table: "jobs",
  rows: () => ({ count: manyJobs, row: { ...job, status: "failed", last_error: "a drill", created_at: { ago: 60 } } }),
  moves: failureMoves,
  what: "jobs that failed",
};
const overdue = (ago: (critical: number) => number, count: (critical: number) => number): Recipe => ({
  table: "schedules",
  rows: (critical) => ({
    count: count(critical),
    row: { status: "scheduled", platform: "youtube", publish_at: { ago: ago(critical) } },
  }),
  moves: [...scheduleMoves, "cliply.probe.vercel.crons_enabled"],
  what: "posts of a workspace of the drill's own, which has no account to publish to, whose time has passed",
});

/** The cron that makes jobs of posts that are due. */
export const scanPath = "/api/cron/scan-schedules";

/** A clip of a workspace that is the drill's own: what refers to it is nobody's, and can be published nowhere. */
export const ownClip = (id: string): [["workspaces", JsonObject], ["projects", JsonObject], ["clips", JsonObject]] => [
  ["workspaces", { id, name: "tocsin-drill" }],
  ["projects", { id, workspace_id: id, title: "tocsin-drill" }],
  ["clips", { id, workspace_id: id, project_id: id, title: "tocsin-drill" }],
];
const photos = (count: (critical: number) => number): Recipe => ({
  table: "profile_photos",
  rows: (critical) => ({
    count: count(critical),
    row: { user_id: "tocsin-drill", status: "uploading", created_at: { ago: 2 * 3600 } },
  }),
  moves: photoMoves,
  what: "uploads that never ended",
});

/** By metric. What is not here cannot be moved by rows: it is not the database's to say. */
const recipes: Readonly<Record<string, Recipe>> = {
  "cliply.probe.jobs.stuck": {
    table: "jobs",
    rows: (critical) => ({ count: over(critical), row: running(3600) }),
    moves: runningMoves,
    what: "jobs that run without a heartbeat",
  },
  "cliply.probe.worker.heartbeat_age_seconds": {
    table: "jobs",
    rows: (critical) => ({ count: 1, row: running(2 * critical + 3600) }),
    moves: runningMoves,
    what: "a job whose worker has gone silent",
  },
  "cliply.probe.jobs.queued": {
    table: "jobs",
    rows: (critical) => ({ count: over(critical), row: queued(60) }),
    moves: queueMoves,
    what: "jobs that wait",
  },
  "cliply.probe.jobs.queued_oldest_seconds": {
    table: "jobs",
    rows: (critical) => ({ count: 1, row: queued(2 * critical + 600) }),
    moves: queueMoves,
    what: "a job that has waited too long",
  },
  "cliply.probe.jobs.failure_rate_pct": failed,
  "cliply.probe.jobs.failure_rate_7d_pct": failed,
  "cliply.probe.schedules.overdue": overdue(() => 120, over),
  "cliply.probe.schedules.overdue_oldest_seconds": overdue(
    (critical) => 2 * critical + 600,
    () => 1,
  ),
  "cliply.probe.schedules.without_job": overdue(() => 900, over),
  "tips.probe.photos.stuck_ratio_pct": photos(() => manyJobs),
  "tips.probe.photos.orphaned": photos(over),
};

/** The most rows that a drill puts into somebody's database. */
const mostRows = 5000;

/**
 * Rows by which the probe itself comes to report what the alert waits for; null where no row can do that.
 * @param otherwise what is sent where nobody may write into the database
 * @param scanning the service whose cron scans schedules, with the lines that its crons leave; null: none is declared
 */
export function rowsInjection(
  { source, series }: SignalOf<"metric">,
  { comparison, critical }: Threshold,
  otherwise: Rows["otherwise"],
  scanning: Rows["silences"],
): Rows | null {
  const [only, ...more] = Object.values(series);
  const recipe = source === "probe" && more.length === 0 ? recipes[only?.metric ?? ""] : undefined;
  if (recipe === undefined || comparison !== "above") return null;
  const { count, row } = recipe.rows(critical);
  if (count > mostRows) return null;
  const { table, moves, what } = recipe;
  const silences = table === "schedules" ? scanning : null;
  return { kind: "rows", table, count, row, moves, silences, what, otherwise };
}

/** Columns as they are inserted at a time; `{ago}` becomes the time so many seconds before. */
export function columnsAt(row: Row, now: Date): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" ? value : new Date(now.getTime() - value.ago * 1000).toISOString(),
    ]),
  );
}
