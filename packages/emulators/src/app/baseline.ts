import type { LocalContext } from "../context.ts";
import { forwardLines } from "../vercel/log-forwarding.ts";
import { sendDatabaseMinute } from "./database-metrics.ts";
import { SentryReports } from "./reports.ts";
import { type AppMode, errorCountOf, linesOf, pastErrors, tracesOf, workerTraces } from "./traffic.ts";

/** Sends what the app reports at a moment, such as a minute of its life, through the public intakes of the vendors that watch it. */
export type SendMinute = (at: Date) => Promise<void>;

/**
 * Lets the app live: each emulated minute its users do something, its database is measured, its SDK reports.
 *
 * @returns sends the minute that ends at a time, for replaying what was before the start
 */
export function liveOn(context: LocalContext, mode: () => AppMode): SendMinute {
  const sentry = new SentryReports(context, "web");
  const worker = new SentryReports(context, "worker");
  const minute = async (at: Date) => {
    // A little before the minute ends: what is measured at its very end would fall to one side or the other by chance.
    const measured = new Date(at.getTime() - 2_000);
    await forwardLines(context, linesOf(measured, mode()));
    await sendDatabaseMinute(context, measured);
    await sentry.spans(tracesOf(mode()), measured);
    await sentry.errors(errorCountOf(mode()), measured);
    await worker.spans(workerTraces, measured);
  };
  context.clock.every(60, "the monitored app", minute);
  return minute;
}

/** Sends the errors of a bad moment that is over: by them Sentry knows what tags the app's errors have. */
export function badMoment(context: LocalContext): SendMinute {
  const reports = { web: new SentryReports(context, "web"), worker: new SentryReports(context, "worker") };
  return async (at) => {
    for (const { project, type, tags } of pastErrors) {
      await reports[project].error({ type, value: "it was seen to", tags }, at);
    }
    await reports.web.resolveAll();
  };
}
