import { plural, trend } from "../../../shared/amounts.ts";
import { before, day, week } from "../../../shared/times.ts";
import { any, symptoms, watchesMetric } from "../../about.ts";
import type { VendorClients } from "../../registry.ts";
import { at, type Found } from "../../routine-check.ts";

/** Deployments of the last day that failed, of every service on Vercel. A failed production deployment is critical. */
export const failedDeployments = at("vercel", {
  name: "failed-deployments",
  title: "Failed deployments, 24 h",
  about: watchesMetric("tocsin.probe.vercel."),
  helps: any(watchesMetric("tocsin.probe.vercel."), symptoms),
  async look({ vercel, stack }) {
    return Promise.all(
      Object.entries(stack.vercel.projects).map(async ([service, { id }]) => {
        const made = await vercel.deploymentsSince(id, before(vercel.http.vendorTime ?? new Date(), day));
        const failed = made.filter(({ state }) => state === "ERROR");
        const live = failed.some(({ target }) => target === "production");
        return {
          title: `Failed deployments, 24 h: ${service}`,
          value: `${failed.length} of ${plural(made.length, "deployment")}`,
          limit: "0",
          verdict: failed.length === 0 ? ("ok" as const) : live ? ("critical" as const) : ("attention" as const),
          ...newest(failed),
        };
      }),
    );
  },
});

/** Minutes after a production deployment in which it is the first suspect. */
const suspect = 10;

/** What a runbook asks first: was there a deployment just now? */
export const recentDeployments = at("vercel", {
  name: "recent-deployments",
  title: "Deployment in the last 10 minutes",
  // Whoever asks is on a runbook already.
  about: () => false,
  helps: any(watchesMetric("tocsin.probe.vercel."), symptoms),
  async look({ vercel, stack }) {
    return Promise.all(
      Object.entries(stack.vercel.projects).map(async ([service, { id }]): Promise<Found> => {
        const made = await vercel.deploymentsSince(id, before(vercel.http.vendorTime ?? new Date(), day));
        // By Vercel's clock, which its first answer tells.
        const now = vercel.http.vendorTime ?? new Date();
        const [last] = made.filter(({ target }) => target === "production").sort((a, b) => b.created - a.created);
        const title = `Deployment in the last ${suspect} minutes: ${service}`;
        if (last === undefined) return { title, value: "no, none in 24 h", limit: "none", verdict: "ok" };
        const minutes = Math.max(0, Math.round((now.getTime() - last.created) / 60_000));
        const ago = minutes < 120 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
        const isRecent = minutes <= suspect;
        const value = isRecent ? `yes, ${ago}: roll back first, ask later` : `no, the last one was ${ago}`;
        const link = last.inspectorUrl ?? null;
        return { title, value, limit: "none", verdict: isRecent ? "attention" : "ok", link };
      }),
    );
  },
});

/** Deployments of a week: how many, how many more than before, which failed, and whether one was rolled back. */
export const deploymentsOfWeek = at("vercel", {
  name: "deployments",
  title: "Deployments, 7 d",
  about: watchesMetric("tocsin.probe.vercel."),
  async look({ vercel, stack }) {
    const projects = await vercel.projects();
    return Promise.all(
      Object.entries(stack.vercel.projects).map(async ([service, { id }]): Promise<Found> => {
        const now = vercel.http.vendorTime ?? new Date();
        const both = await vercel.deploymentsSince(id, before(now, 2 * week));
        const made = both.filter(({ created }) => created >= before(now, week).getTime());
        const failed = made.filter(({ state }) => state === "ERROR");
        const serving = projects.find((one) => one.id === id)?.targets?.production?.id ?? null;
        const rolledBack = rollback(both, serving);
        const { details = [], link } = newest(failed);
        return {
          title: `Deployments, 7 d: ${service}`,
          value: `${plural(made.length, "deployment")}, ${failed.length} failed${rolledBack === null ? "" : ", rolled back"}, ${trend(made.length, both.length - made.length)}`,
          limit: "none failed, none rolled back",
          verdict: failed.length > 0 || rolledBack !== null ? "attention" : "ok",
          details: [...(rolledBack === null ? [] : [rolledBack]), ...details],
          link,
        };
      }),
    );
  },
});

type Past = Awaited<ReturnType<VendorClients["vercel"]["deploymentsSince"]>>[number];

/** In words, that another deployment serves production than the newest that is ready; null where that one does. */
function rollback(made: readonly Past[], serving: string | null): string | null {
  const ready = made.filter(({ target, state }) => target === "production" && state === "READY");
  const [newest] = ready.sort((a, b) => b.created - a.created);
  if (newest === undefined || serving === null || serving === newest.uid) return null;
  return `${serving} serves production, not ${newest.uid}, the newest: somebody has rolled back`;
}

/** Some of those that failed, and where to look at the newest. */
const newest = (failed: readonly Past[]): Pick<Found, "details" | "link"> => ({
  details: failed
    .slice(0, 5)
    .map(({ uid, target, created }) => `${new Date(created).toISOString()}: ${target ?? "preview"} (${uid})`),
  link: failed[0]?.inspectorUrl ?? null,
});
