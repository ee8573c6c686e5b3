import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered } from "../shared/rest.ts";
import { defined } from "../shared/values.ts";
import { pathFor, unlessGone, type VercelApi } from "./config.ts";

const inputs = z.strictObject({ projectId: z.string().min(1), enabled: z.boolean() });

const project = z.looseObject({ crons: z.looseObject({ disabledAt: z.number().nullish() }).nullish() });

/**
 * `vercel:index/projectCrons:ProjectCrons`: the switch of a project's cron jobs, which themselves come from the project's
 * `vercel.json`. Its id is the project's. To delete it is to switch the jobs off.
 */
export function projectCrons(api: () => VercelApi): ResourceHandler {
  const toggle = (projectId: string, enabled: boolean) =>
    api().rest.call("PATCH", pathFor(`/v1/projects/${projectId}/crons`, api().teamId), { enabled });
  const find = (projectId: string) => api().rest.find(pathFor(`/v10/projects/${projectId}`, api().teamId));
  const outputsOf = (projectId: string, answer: Value) =>
    defined({ ...propertiesOf(projectId, answer), teamId: api().teamId });

  return defineResource({
    schema: inputs,
    complete: (given) => given,
    replaces: (path) => isAt(path, ["projectId"]),
    computedOutputs: ["teamId"],

    async create({ projectId, enabled }) {
      if ((await find(projectId)) === null) {
        throw new Error(
          `Vercel has no project ${projectId} in this team, so its crons cannot be switched. Check projectId and the team.`,
        );
      }
      return { id: projectId, outputs: outputsOf(projectId, await toggle(projectId, enabled)) };
    },

    async read(id) {
      const projectId = id.split("/").at(-1) ?? id;
      const answer = await find(projectId);
      if (answer === null) return null;
      return { id: projectId, inputs: propertiesOf(projectId, answer), outputs: outputsOf(projectId, answer) };
    },

    async update(id, { enabled }) {
      return outputsOf(id, await toggle(id, enabled));
    },

    delete: (id) => unlessGone(toggle(id, false)),
  });
}

/** The switch in a project of Vercel's answer: on until somebody has switched it off. */
function propertiesOf(projectId: string, answer: Value): Properties {
  const { crons } = answered(project, answer, "Vercel's project");
  return { projectId, enabled: (crons?.disabledAt ?? null) === null };
}
