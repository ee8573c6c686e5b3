import type { Recipes } from "../trouble.ts";
import { cronRuns } from "./cron-runs.ts";

const name = (metric: string): string => `tocsin.probe.vercel.${metric}`;
/** How many crons the newest deployment to production declares. */
export const deployedCrons = "tocsin.probe.vercel.crons";

const onlyEmulated = "A deployment made for a drill could take the place of the app at a real Vercel";

/** What deployments of a service do, by the metric that the probe makes of it. */
export const deploymentRecipes = (service: string): Recipes => ({
  [name("deployment_failed")]: () => ({
    side: "above",
    trouble: { at: "vercel-deployment", service, crons: null },
    moves: [name("deployment_failed")],
    what: `a production deployment of ${service} whose build fails`,
    onlyEmulated,
  }),
  [deployedCrons]: (critical) => {
    const crons = Math.ceil(critical) - 1;
    return {
      side: "below",
      trouble: crons < 0 ? null : { at: "vercel-deployment", service, crons },
      // It is the newest one, whatever another drill has deployed.
      moves: [deployedCrons, name("deployment_failed")],
      what: `a production deployment of ${service} with ${crons === 0 ? "no cron" : `${crons} of its crons`}`,
      onlyEmulated,
    };
  },
});

/** The files of a deployment whose build fails, or that carries these crons only. */
export function deploymentFiles(crons: readonly { path: string; schedule: string }[] | null) {
  const config = crons === null ? { buildCommand: "exit 1" } : { crons };
  return [{ file: "vercel.json", data: JSON.stringify(config) }];
}

const hourMs = 3_600_000;
/** Crons of which none runs within so many hours are all alike. */
const farthest = 48;

/** So many crons, those that are due soonest: what is left out for a while then misses no run. */
export function soonest<C extends { schedule: string }>(crons: readonly C[], count: number, now: Date): C[] {
  const hours = ({ schedule }: C) => {
    for (let hour = 1; hour <= farthest; hour++) {
      if (cronRuns(schedule, now, new Date(now.getTime() + hour * hourMs)) > 0) return hour;
    }
    return farthest;
  };
  return [...crons].sort((a, b) => hours(a) - hours(b)).slice(0, count);
}
