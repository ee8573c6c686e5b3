import type { LocalContext } from "../../context.ts";
import { type CronDetector, isCron, type SentryStore } from "../store.ts";
import { intervalMs, isDue } from "./schedule.ts";

/** How a run ended; `missed` and `timeout` are what Sentry finds itself. */
type Status = "in_progress" | "ok" | "error" | "missed" | "timeout";

/** What a job tells of a run. */
export interface CheckIn {
  /** Of the run: a later check-in with the same id says how it ended. Null: a run of its own. */
  id: string | null;
  slug: string;
  environment: string;
  status: "in_progress" | "ok" | "error";
}

interface Run {
  id: string | null;
  at: number;
  status: Status;
}

/** One environment of a monitor: nothing is expected of it before its first check-in. */
interface Watched {
  detector: CronDetector;
  environment: string;
  /** The newest last. */
  runs: Run[];
  failing: boolean;
  /** When a check-in was expected that has not come yet. */
  expected: number | null;
}

/** A monitor that has begun or ceased to fail in an environment, or has failed once more. */
export interface CronVerdict {
  detector: CronDetector;
  environment: string;
  failing: boolean;
  /** In Sentry's words: `A missed check-in was detected`. */
  reason: string;
  at: Date;
}

const kept = 1_000;
const minute = 60_000;

/**
 * Judges cron monitors as Sentry's source does (sentry/monitors/logic, read 2026-11): so many runs in a row that were not ok open an
 * issue, so many that were resolve it. Fewer runs than that which are all there are count as enough.
 */
export class CronMonitors {
  readonly #store: SentryStore;
  readonly #watched = new Map<string, Watched>();
  #tell: (verdict: CronVerdict) => Promise<void> = async () => {};

  constructor(store: SentryStore) {
    this.#store = store;
  }

  /** Looks each emulated minute for runs that are missing, and for those that take too long. */
  start(context: LocalContext, tell: (verdict: CronVerdict) => Promise<void>): void {
    this.#tell = tell;
    context.clock.every(60, "sentry cron monitors", async (at) => {
      for (const [key, watched] of this.#watched) {
        const live = this.#store.detectors.get(watched.detector.id);
        if (live === undefined || !isCron(live)) this.#watched.delete(key);
        else if (live.body.enabled && live.body.source.status === "active") await this.#look(watched, at);
      }
    });
  }

  /** @returns false for a slug that no monitor of the project has */
  async checkIn(projectId: string, { id, slug, environment, status }: CheckIn, at: Date): Promise<boolean> {
    const detector = [...this.#store.detectors.values()]
      .filter(isCron)
      .find(({ project, body }) => project.id === projectId && body.source.slug === slug);
    if (detector === undefined) return false;
    const watched = this.#of(detector, environment);
    const begun = id === null ? undefined : watched.runs.find((run) => run.id === id && run.status === "in_progress");
    const run: Run = begun ?? { id, at: at.getTime(), status };
    run.status = status;
    if (begun === undefined) this.#add(watched, run);
    if (watched.expected !== null && at.getTime() >= watched.expected) watched.expected = null;
    if (status !== "in_progress") await this.#judge(watched, run, at);
    return true;
  }

  #of(detector: CronDetector, environment: string): Watched {
    const key = `${detector.id}\n${environment}`;
    const known = this.#watched.get(key) ?? { detector, environment, runs: [], failing: false, expected: null };
    this.#watched.set(key, known);
    return known;
  }

  #add(watched: Watched, run: Run): void {
    watched.runs.push(run);
    if (watched.runs.length > kept) watched.runs.shift();
  }

  async #look(watched: Watched, at: Date): Promise<void> {
    const { config } = watched.detector.body.source;
    const now = at.getTime();
    for (const run of watched.runs.filter(({ status }) => status === "in_progress")) {
      if (now - run.at < config.max_runtime * minute) continue;
      run.status = "timeout";
      await this.#judge(watched, run, at);
    }
    if (watched.expected !== null && now >= watched.expected + config.checkin_margin * minute) {
      const missed: Run = { id: null, at: watched.expected, status: "missed" };
      watched.expected = null;
      this.#add(watched, missed);
      await this.#judge(watched, missed, at);
    }
    watched.expected ??= this.#isDue(watched, at) ? now : null;
  }

  #isDue({ detector, runs }: Watched, at: Date): boolean {
    const { schedule, timezone } = detector.body.source.config;
    const last = runs.at(-1)?.at ?? at.getTime();
    if (typeof schedule !== "string") return at.getTime() >= last + intervalMs(schedule);
    return last < at.getTime() && isDue(schedule, timezone, at);
  }

  async #judge(watched: Watched, run: Run, at: Date): Promise<void> {
    const { detector, environment, runs } = watched;
    const { failure_issue_threshold: failures, recovery_threshold: recovery } = detector.body.source.config;
    const tell = (failing: boolean, of: readonly Run[]) =>
      this.#tell({ detector, environment, failing, reason: reasonOf(of), at });
    if (run.status === "ok") {
      if (!watched.failing || !runs.slice(-recovery).every(({ status }) => status === "ok")) return;
      watched.failing = false;
      return tell(false, []);
    }
    if (watched.failing) return tell(true, [run]);
    const last = runs.slice(-failures);
    if (last.some(({ status }) => status === "ok")) return;
    watched.failing = true;
    await tell(true, last);
  }
}

const failed = ["error", "missed", "timeout"] as const;

function reasonOf(runs: readonly Run[]): string {
  const counts = failed.flatMap((status) => {
    const count = runs.filter((run) => run.status === status).length;
    return count === 0 ? [] : [{ status, count }];
  });
  const [only] = counts;
  if (only?.count === 1 && counts.length === 1)
    return `${only.status === "error" ? "An" : "A"} ${only.status} check-in was detected`;
  const texts = counts.map(({ status, count }) => `${count} ${status}`);
  const listed = texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
  return `${listed} check-ins detected`;
}
