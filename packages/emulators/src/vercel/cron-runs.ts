import { randomUUID } from "node:crypto";
import type { LocalContext, Past } from "../context.ts";
import { historyMs, lastHalfHour } from "../history.ts";
import { callPeer } from "../peer.ts";
import { isDue, lastDue } from "./cron-schedule.ts";
import type { CronDefinition } from "./crons.ts";
import { forwardLines, requestLines } from "./log-forwarding.ts";
import { type Project, productionOf, type VercelStore } from "./store.ts";

/**
 * Calls, each minute, what is due of the projects whose crons are on and whose production deployment carries them. A function
 * takes real time, which a fast clock does not have: while a run is under way the next ones are left out, but never so long
 * that a gap of more than `longestGapMs` comes about; rather the clock waits.
 */
export function runCronsOnSchedule(context: LocalContext, store: VercelStore): void {
  const underWay = new Map<string, { since: number; over: Promise<void> }>();
  /** When the last run that is over began. */
  const told = new Map<string, number>();
  context.clock.every(60, "vercel crons", async (at) => {
    for (const project of store.projects.values()) {
      if (project.crons.disabledAt !== null || productionOf(store, project) === undefined) continue;
      const due = project.crons.definitions.filter(({ schedule }) => isDue(schedule, at));
      for (const cron of due) {
        const run = () => runCron(context, store, project, cron, at);
        if (store.functions.has(project.id)) await begin(`${project.id} ${cron.path}`, at.getTime(), run);
        else await run();
      }
    }
  });

  const begin = async (key: string, at: number, run: () => Promise<void>): Promise<void> => {
    const isFast = context.clock.rate > steadyRate;
    const last = underWay.get(key);
    if (last !== undefined && (isFast || at - last.since >= longestGapMs)) await last.over;
    if (isFast && at - (told.get(key) ?? 0) < context.clock.cronGapMinutes * 60_000) return;
    if (!underWay.has(key)) {
      const over = run()
        .catch((error: unknown) => console.error(`emulated Vercel: cron ${key} failed\n`, error))
        .finally(() => {
          underWay.delete(key);
          told.set(key, at);
        });
      underWay.set(key, { since: at, over });
    }
    const isLate = at - (told.get(key) ?? at) >= longestGapMs;
    if (isFast || isLate || context.clock.waitsForCrons) await underWay.get(key)?.over;
  };
}

/** Emulated milliseconds that may lie between two runs while one of them is under way. */
const longestGapMs = 4 * 60_000;
/**
 * Up to that rate what a run sends has come, however slow the machine, before a window of five minutes would lack it. Beyond it the
 * clock waits for each run, and some are left out: runs are most of what a drill's long waits take of the processor.
 */
const steadyRate = 600;

/** Runs of before the start, when the secret was still right: those of the last half hour, and each cron's last one. */
export function pastRuns(context: LocalContext, store: VercelStore): Past {
  const projects = () => [...store.projects.values()];
  const lastOf = (schedule: string, end: Date) => lastDue(schedule, end, historyMs / 60_000 - 1)?.getTime();
  let end = context.now();
  return {
    moments: (until) => {
      end = until;
      const crons = projects().flatMap((project) => project.crons.definitions);
      const last = crons.flatMap(({ schedule }) => lastOf(schedule, end) ?? []);
      const times = [...lastHalfHour(end).map((at) => at.getTime()), ...last];
      return [...new Set(times)].map((at) => new Date(at));
    },
    live: async (at) => {
      // A run of every minute alone among the night's would look like a gap of hours.
      const lived = lastHalfHour(end).some((minute) => minute.getTime() === at.getTime());
      for (const project of projects()) {
        const due = project.crons.definitions.filter(
          ({ schedule }) => isDue(schedule, at) && (lived || lastOf(schedule, end) === at.getTime()),
        );
        for (const cron of due) await runCron(context, store, project, cron, at, context.tokens.app.cronSecret);
      }
    },
  };
}

/**
 * Calls a cron's path on the production deployment as Vercel does: by GET, with the project's `CRON_SECRET` as bearer when it
 * has one. A deployment without functions of its own is the monitored app. The call leaves its lines in the logs, whatever its
 * outcome.
 *
 * @param secret the secret to carry; that of the project's production environment unless given
 */
export async function runCron(
  context: LocalContext,
  store: VercelStore,
  project: Project,
  { path, schedule }: Pick<CronDefinition, "path" | "schedule">,
  at: Date,
  secret = secretOf(project),
): Promise<void> {
  const requestId = randomUUID();
  const headers = {
    "user-agent": "vercel-cron/1.0",
    "x-vercel-cron-schedule": schedule,
    "x-vercel-id": requestId,
    ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
  };
  const statusCode = store.functions.has(project.id)
    ? (await store.functions.get(project.id, path, headers, at)).status
    : (await callPeer(context, "app", `https://${hostOf(context, project)}${path}`, { headers }, "seen"))?.status;
  if (statusCode === undefined) return;
  const served = { project, by: "function", method: "GET", path, statusCode, requestId, durationMs: 150, at } as const;
  await forwardLines(context, requestLines(served));
}

const hostOf = ({ accounts }: LocalContext, { id, name }: Project): string =>
  accounts.vercel.projects.find((one) => one.id === id)?.host ?? `${name}.vercel.app`;

function secretOf(project: Project): string | null {
  const variable = project.environment.find(
    ({ key, target }) => key === "CRON_SECRET" && target.includes("production"),
  );
  return variable === undefined || variable.value === "" ? null : variable.value;
}
