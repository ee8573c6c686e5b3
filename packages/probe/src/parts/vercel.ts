import { z } from "zod";
import { failureOf, ProbeFailure } from "../failure.ts";
import { read } from "../http.ts";
import { gauge, type Metric } from "../metric.ts";
import type { Answer, Part, Sources } from "../part.ts";

const project = z.object({
  crons: z
    .object({ disabledAt: z.number().nullish(), definitions: z.array(z.object({ path: z.string() })) })
    .optional(),
});
const deployments = z.object({
  deployments: z.array(z.object({ uid: z.string(), created: z.number(), state: z.string() })),
});

/** Asks about every project by itself: one that is gone leaves the others told. */
async function forEach(
  { vercel }: Sources,
  ask: (of: ReturnType<Sources["vercel"]>, service: string, id: string) => Promise<Metric[]>,
): Promise<Answer> {
  const of = vercel();
  const answers = await Promise.all(
    [...of.projects].map(([service, id]) =>
      ask(of, service, id).then(
        (metrics): Answer => ({ metrics }),
        (error): Answer => ({ metrics: [], problems: [failureOf(error)] }),
      ),
    ),
  );
  return {
    metrics: answers.flatMap(({ metrics }) => metrics),
    problems: answers.flatMap(({ problems = [] }) => problems),
  };
}

/** How many crons each project's production deployment defines, and whether they are switched on. */
export const vercelCrons: Part = {
  name: "vercel-crons",
  ask: (sources, signal) =>
    forEach(sources, async ({ api, query }, service, id) => {
      const { data } = await read(api, `/v9/projects/${encodeURIComponent(id)}?${query}`, project, signal);
      const { crons } = data;
      const count = gauge("vercel.crons", crons?.definitions.length ?? 0, { service });
      // A project that never had a cron has no switch that could be on.
      if (crons === undefined) return [count];
      return [count, gauge("vercel.crons_enabled", crons.disabledAt == null ? 1 : 0, { service })];
    }),
};

/** The newest production deployment of each project: its age, and whether it failed (1) or not (0). */
export const vercelDeployments: Part = {
  name: "vercel-deployments",
  ask: (sources, signal) =>
    forEach(sources, async ({ api, query }, service, id) => {
      const path = `/v6/deployments?projectId=${encodeURIComponent(id)}&target=production&limit=1&${query}`;
      const { data, at } = await read(api, path, deployments, signal);
      const newest = data.deployments[0];
      if (newest === undefined) throw new ProbeFailure("not-found", `${service} has no production deployment.`);
      const age = Math.max(0, at.getTime() - newest.created) / 3_600_000;
      return [
        gauge("vercel.deployment_age_hours", age, { service }),
        gauge("vercel.deployment_failed", newest.state === "ERROR" ? 1 : 0, { service }),
        gauge("vercel.deployment_state", 1, { service, state: newest.state.toLowerCase() }),
      ];
    }),
};
