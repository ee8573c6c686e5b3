import { cronSignals } from "../../model/crons.ts";
import type { Definition } from "../../model/definition.ts";
import type { Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import type { ProjectFacts } from "../check.ts";
import { watchedAtDatadog } from "../datadog/checks/watched.ts";
import { type DoctorLine, failed, type Look, ok, unread, wrong } from "../doctor-line.ts";
import type { VercelClient } from "./client.ts";
import { cronRuns } from "./cron-runs.ts";
import { samplingLines } from "./sampling.ts";

/** How much of the log lines is forwarded, of projects whose lines alerts or objectives read. */
export function vercelArrivals(client: VercelClient, facts: ProjectFacts, resources: readonly Resource[]): Look[] {
  const read = new Set(watchedAtDatadog(facts, resources).services);
  const projects = new Map(Object.entries(facts.config.vercel.projects).filter(([service]) => read.has(service)));
  if (projects.size === 0) return [];
  return [{ what: "sampling of log lines", ask: async () => samplingLines(await client.drains(), projects) }];
}

/** The projects and the plan, as the stack file and its crons need them. */
export async function vercelAccount(
  client: VercelClient,
  definitions: readonly Definition[],
  stack: StackConfig,
): Promise<DoctorLine[]> {
  const [team, projects] = await Promise.all([planLine(client, definitions, stack), projectLines(client, stack)]);
  return [...projects, ...team];
}

async function projectLines(client: VercelClient, stack: StackConfig): Promise<DoctorLine[]> {
  const scope = "read access to the team's projects";
  try {
    const ids = new Map((await client.projects()).map(({ id, name }) => [id, name]));
    return Object.entries(stack.vercel.projects).map(([service, { id, name }]): DoctorLine => {
      const live = ids.get(id);
      const what = `project of ${service}`;
      if (live === name) return ok("vercel", what, `${name} (${id})`);
      const found = live === undefined ? `the token sees no project ${id}` : `${id} is called ${live}, not ${name}`;
      const remedy = `Correct tocsin:vercel.projects.${service} in Pulumi.${stack.name}.yaml, or give the token that team.`;
      return wrong("vercel", what, found, remedy);
    });
  } catch (error) {
    return [failed("vercel", "projects", scope, error)];
  }
}

/** Vercel runs a cron of the Hobby plan once a day at most. */
async function planLine(
  client: VercelClient,
  definitions: readonly Definition[],
  stack: StackConfig,
): Promise<DoctorLine[]> {
  const day = 86_400_000;
  const from = new Date(Math.floor(Date.now() / day) * day);
  const often = cronSignals(definitions).flatMap(({ crons, runBy }) =>
    runBy === undefined
      ? crons
          .filter(({ schedule }) => cronRuns(schedule, from, new Date(from.getTime() + 7 * day)) > 7)
          .map(({ path }) => path)
      : [],
  );
  if (often.length === 0) return [];
  const what = "plan";
  try {
    const plan = await client.plan(stack.vercel.team);
    const needed = `${often.join(", ")} run more than once a day`;
    if (plan === null)
      return [
        unread(
          "vercel",
          what,
          `it is not listed, and ${needed}`,
          "Look it up in the team's settings: it must be Pro or Enterprise.",
        ),
      ];
    if (plan !== "hobby") return [ok("vercel", what, plan)];
    return [wrong("vercel", what, `hobby, and ${needed}`, "Move the team to Pro: Hobby runs a cron once a day.")];
  } catch (error) {
    return [failed("vercel", what, "read access to the team", error)];
  }
}
