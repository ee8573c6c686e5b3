import { amount, plural } from "../../../shared/amounts.ts";
import { day } from "../../../shared/times.ts";
import { any, watchesErrorCounts, watchesServerErrors } from "../../about.ts";
import { withoutDrillLines } from "../../drill-traces.ts";
import { at } from "../../routine-check.ts";
import { countOfRequests, logSearch } from "../query.ts";
import { logsByHour } from "../reads.ts";

/** Share of 5xx in an hour that counts as a spike, in percent: what the alert on the 5xx rate calls too many. */
const limit = 5;
/** Requests an hour below which a share says nothing. */
const fewest = 20;

/** The share of requests that ended with a 5xx, by hour of the last day, of every service on Vercel. */
export const serverErrors = at("datadog", {
  name: "server-errors",
  title: "5xx by hour, 24 h",
  about: watchesServerErrors,
  helps: any(watchesServerErrors, watchesErrorCounts),
  async look({ datadog: { http }, stack }) {
    const requests = countOfRequests(stack);
    const searchFor = (service: string, status?: [number, number]) =>
      withoutDrillLines(
        logSearch(
          { kind: "vercel", service },
          { functionsOnly: true, ...(status === undefined ? {} : { status }) },
          stack,
        ),
      );
    return Promise.all(
      Object.keys(stack.vercel.projects).map(async (service) => {
        const ago = { from: day, to: 0 };
        const [bad, all] = await Promise.all([
          logsByHour(http, searchFor(service, [500, 599]), ago, requests),
          logsByHour(http, searchFor(service), ago, requests),
        ]);
        const hours = [...all]
          .filter(([, total]) => total >= fewest)
          .map(([hour, total]) => ({ hour, share: (100 * (bad.get(hour) ?? 0)) / total, count: bad.get(hour) ?? 0 }))
          .sort((a, b) => b.share - a.share);
        const spikes = hours.filter(({ share }) => share > limit);
        const [worst] = hours;
        const title = `5xx by hour, 24 h: ${service}`;
        if (worst === undefined) {
          const total = [...all.values()].reduce((sum, one) => sum + one, 0);
          const failed = [...bad.values()].reduce((sum, one) => sum + one, 0);
          const none = "no requests at all";
          const few = `not judged: ${plural(total, "request")}, too few in any hour`;
          const value =
            total === 0 ? none : failed === 0 ? few : `${few}, ${failed >= total ? "all" : amount(failed)} failed`;
          return {
            title,
            value,
            limit: `${limit} %`,
            verdict: failed >= total ? ("attention" as const) : ("ok" as const),
          };
        }
        return {
          title,
          value: `at most ${amount(worst.share)} %`,
          limit: `${limit} %`,
          verdict: spikes.length === 0 ? ("ok" as const) : ("critical" as const),
          details: spikes
            .slice(0, 5)
            .map(({ hour, share, count }) => `${hour}: ${amount(share)} %, ${plural(count, "request")}`),
        };
      }),
    );
  },
});
