import type { LocalContext } from "../context.ts";
import { forwardLines } from "../vercel/log-forwarding.ts";
import { sendDatabaseMinute } from "./database-metrics.ts";
import { sendProbeMinute } from "./probe-metrics.ts";
import { SentryReports } from "./reports.ts";
import { type AppMode, errorCountOf, linesOf, tracesOf, workerTraces } from "./traffic.ts";

/** Sends a minute of the app's life through the public intakes of the vendors that watch it. */
export type SendMinute = (at: Date) => Promise<void>;

/**
 * Lets the app live: each emulated minute its users do something, its database is measured, its SDK reports.
 *
 * @returns sends the minute that ends at a time, for replaying what was before the start
 */
export function liveOn(context: LocalContext, mode: () => AppMode): SendMinute {
  const sentry = new SentryReports(context, "web");
  const worker = new SentryReports(context, "worker");
  const minute: SendMinute = async (at) => {
    // A little before the minute ends: what is measured at its very end would fall to one side or the other by chance.
    const measured = new Date(at.getTime() - 2_000);
    await forwardLines(context, linesOf(measured, mode()));
    await sendDatabaseMinute(context, measured);
    await sendProbeMinute(context, measured);
    await sentry.spans(tracesOf(mode()), measured);
    await sentry.errors(errorCountOf(mode()), measured);
    await worker.spans(workerTraces, measured);
  };
  context.clock.every(60, "the monitored app", minute);
  return minute;
}
