import { cronSignals } from "../../../model/crons.ts";
import { probeService } from "../../../model/probe.ts";
import { declaresCrons } from "../../../model/signals/facts.ts";
import { amount } from "../../../shared/amounts.ts";
import { before, week } from "../../../shared/times.ts";
import { any, watchesMetric } from "../../about.ts";
import { countOfRequests, logSearch } from "../../datadog/query.ts";
import { firstLog, logTotal } from "../../datadog/reads.ts";
import { cronsEnabled } from "../../probe-trouble.ts";
import { at, type Found } from "../../routine-check.ts";
import { cronRuns } from "../cron-runs.ts";
import { deployedCrons } from "../fire-deployments.ts";

/** Percent of the scheduled runs that must have succeeded; a number of ours. */
const limit = 99;

/**
 * Runs of each declared cron in a week that answered 2xx, against what its schedule asks for; and whether crons are on. What
 * is younger than a week counts from its first run; what never ran, from when its service's crons were switched on.
 */
export const cronRunsOfWeek = at("vercel", {
  name: "cron-runs",
  title: "Cron runs, 7 d",
  about: any(({ signal }) => declaresCrons(signal), watchesMetric(deployedCrons, cronsEnabled)),
  async look({ vercel, datadog, definitions, stack, drills = [] }) {
    const projects = await vercel.projects();
    const now = vercel.http.vendorTime ?? new Date();
    const declared = cronSignals(definitions);
    const found = declared.map(async ({ service, crons, runBy }): Promise<Found[]> => {
      const isProbe = service === probeService;
      const project = projects.find(({ id, name }) =>
        isProbe ? name === stack.probe?.project : id === stack.vercel.projects[service]?.id,
      );
      const state = project?.crons;
      const bySchedules = runBy === "schedules";
      if (!bySchedules && (project === undefined || state === undefined))
        return [
          { title: `Crons of ${service}`, value: "no production deployment has any", limit: "on", verdict: "critical" },
        ];
      const on = state?.disabledAt === null;
      // The switch of cron jobs says nothing of schedules.
      const enabledAt = !bySchedules && typeof state?.enabledAt === "number" ? state.enabledAt : 0;
      // The probe tells of its runs itself, by its heartbeat: its logs need not reach Datadog. Nobody else has logs of runs.
      const runs =
        isProbe || datadog === undefined
          ? []
          : await Promise.all(
              crons.map(async ({ path, schedule, timezone }): Promise<Found> => {
                const source = { kind: "vercel", service } as const;
                const ran = logSearch(source, { path, functionsOnly: true }, stack);
                const succeeded = logSearch(source, { path, status: [200, 299], functionsOnly: true }, stack);
                const ago = { from: week, to: 0 };
                const [first, good] = await Promise.all([
                  firstLog(datadog.http, ran, ago),
                  logTotal(datadog.http, succeeded, ago, countOfRequests(stack)),
                ]);
                const since = first ?? new Date(Math.max(before(now, week).getTime(), enabledAt));
                // The first run itself is one of them.
                const due = (start: Date, end: Date) => (start < end ? cronRuns(schedule, start, end, timezone) : 0);
                const begin = new Date(since.getTime() - 60_000);
                // A drill stops crons, and lets them fail, to see whether that fires.
                const drilled = drills.map(({ from, to }) =>
                  due(from < begin ? begin : from, new Date(Math.min(to.getTime(), now.getTime()))),
                );
                const expected = due(begin, now) - drilled.reduce((sum, one) => sum + one, 0);
                const title = `${bySchedules ? "Schedule" : "Cron"} ${path}: ${service}`;
                if (expected <= 0) return { title, value: "no run was due", limit: `${limit} %`, verdict: "ok" };
                const share = (100 * good) / expected;
                const isFine = share >= limit || expected - good <= 2;
                return {
                  title,
                  value: `${amount(Math.min(good, expected))} of ${amount(expected)} runs`,
                  limit: `${limit} %`,
                  // The newest run may not have written its lines yet, and the first may have been by hand.
                  // None of few at all is worth a look all the same.
                  verdict: !isFine ? "critical" : good === 0 && expected > 1 ? "attention" : "ok",
                };
              }),
            );
      const switched: Found = {
        title: `Crons of ${service}`,
        value: on ? "on" : "switched off",
        limit: "on",
        verdict: on ? "ok" : "critical",
      };
      return bySchedules ? runs : [switched, ...runs];
    });
    return (await Promise.all(found)).flat();
  },
});
