import type { LocalContext } from "../context.ts";
import { forwardLines } from "../vercel/log-forwarding.ts";
import { sendDatabaseMinute } from "./database-metrics.ts";
import { sendReports } from "./metrics.ts";
import { SentryReports } from "./reports.ts";
import { type AppMode, errorsPerMinute, linesOf, tracesOf } from "./traffic.ts";

/** Sends what the app reports at a moment, such as a minute of its life, through the public intakes of the vendors that watch it. */
export type SendMinute = (at: Date) => Promise<void>;

/**
 * Lets the app live: each emulated minute its users do something, its databases are measured, its SDK reports.
 *
 * @returns sends the minute that ends at a time, for replaying what was before the start
 */
export function liveOn(context: LocalContext, mode: () => AppMode): SendMinute {
  const reports = reportsOf(context);
  const minute = async (at: Date) => {
    // A little before the minute ends: what is measured at its very end would fall to one side or the other by chance.
    const measured = new Date(at.getTime() - 2_000);
    const { accounts } = context;
    await forwardLines(context, linesOf(accounts, measured, mode()));
    await sendReports(context, measured);
    for (const { ref } of Object.values(accounts.databases)) await sendDatabaseMinute(context, ref, measured);
    for (const { slug } of accounts.sentry.projects)
      await reports(slug).spans(tracesOf(accounts, slug, mode()), measured);
    if (mode() !== "failing") return;
    for (const { project, ...error } of accounts.app.failures) {
      for (let sent = 0; sent < errorsPerMinute; sent += 1)
        await reports(project).error({ ...error, value: "connection refused" }, measured);
    }
  };
  context.clock.every(60, "the monitored app", minute);
  return minute;
}

/** Sends the errors of a bad moment that is over: by them Sentry knows what tags the app's errors have. */
export function badMoment(context: LocalContext): SendMinute {
  const reports = reportsOf(context);
  return async (at) => {
    for (const { project, ...error } of context.accounts.app.errors)
      await reports(project).error({ ...error, value: "it was seen to" }, at);
    await reports("").resolveAll();
  };
}

/** By project of Sentry's. */
function reportsOf(context: LocalContext): (project: string) => SentryReports {
  const known = new Map<string, SentryReports>();
  return (project) => {
    const reports = known.get(project) ?? new SentryReports(context, project);
    known.set(project, reports);
    return reports;
  };
}
