import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt, storedText } from "../shared/resource.ts";
import { answered } from "../shared/rest.ts";
import { asSet, defined } from "../shared/values.ts";
import { pathFor, unlessGone, type VercelApi } from "./config.ts";

const inputs = z
  .strictObject({
    projectId: z.string().min(1),
    key: z.string().min(1),
    value: z.string(),
    sensitive: z.boolean(),
    targets: z.array(z.enum(["production", "preview", "development"])).optional(),
    customEnvironmentIds: z.array(z.string()).min(1).optional(),
    gitBranch: z.string().optional(),
    comment: z.string().max(1000).optional(),
  })
  .refine((variable) => variable.targets || variable.customEnvironmentIds, {
    message: "at least one of targets and customEnvironmentIds must be set",
    path: ["targets"],
  })
  .refine((variable) => !variable.sensitive || !variable.targets?.includes("development"), {
    message: "must be false for a variable that targets development",
    path: ["sensitive"],
  });
type Inputs = z.infer<typeof inputs>;

const variable = z.looseObject({
  id: z.string(),
  key: z.string(),
  value: z.string().optional(),
  target: z.array(z.string()).default([]),
  customEnvironmentIds: z.array(z.string()).default([]),
  gitBranch: z.string().nullish(),
  type: z.string(),
  comment: z.string().default(""),
});
const created = z.looseObject({ created: variable });

/** Arguments that another object is needed for; `sensitive` cannot be taken back. */
const IDENTITY = ["projectId", "key", "sensitive", "customEnvironmentIds"];
/** Arguments whose live value is no difference unless the program states them. */
const ONLY_WHEN_STATED = ["comment", "customEnvironmentIds", "targets"];

/** `vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable` with a stated value (not a write-only one). */
export function environmentVariable(api: () => VercelApi): ResourceHandler {
  const path = (version: string, projectId: string, id = "") =>
    pathFor(`/${version}/projects/${projectId}/env${id && `/${id}`}`, api().teamId);
  const outputsOf = (projectId: string, live: z.infer<typeof variable>, value: Value | undefined) =>
    defined({ ...propertiesOf(live, value), projectId, teamId: api().teamId });

  return defineResource({
    schema: inputs,
    complete: (given) =>
      defined({ ...given, targets: asSet(given.targets), customEnvironmentIds: asSet(given.customEnvironmentIds) }),
    replaces: (changed) => isAt(changed, IDENTITY),
    secretOutputs: ["value"],
    computedOutputs: ["teamId"],

    async create(given) {
      const { projectId } = given;
      if ((await api().rest.find(pathFor(`/v10/projects/${projectId}`, api().teamId))) === null) {
        throw new Error(
          `Vercel has no project ${projectId} in this team, so it can have no variable ${given.key}. Check projectId and the team.`,
        );
      }
      const answer = await api().rest.call("POST", path("v10", projectId), createBody(given));
      const live = answered(created, answer, "Vercel's environment variable").created;
      return { id: live.id, outputs: outputsOf(projectId, live, given.value) };
    },

    async read(id, olds) {
      const { projectId, variableId } = olds
        ? { projectId: storedText(olds.outputs, "projectId"), variableId: id }
        : importId(id);
      const answer = await api().rest.find(path("v10", projectId, variableId));
      if (answer === null) return null;
      const live = answered(variable, answer, "Vercel's environment variable");
      const outputs = outputsOf(projectId, live, olds?.outputs.value);
      const hidden = ["teamId", ...(olds ? ONLY_WHEN_STATED.filter((name) => olds.inputs[name] === undefined) : [])];
      const stated = Object.entries(outputs).filter(([name]) => !hidden.includes(name));
      return { id: variableId, inputs: Object.fromEntries(stated), outputs };
    },

    async update(id, given) {
      const answer = await api().rest.call("PATCH", path("v10", given.projectId, id), updateBody(given));
      return outputsOf(given.projectId, answered(variable, answer, "Vercel's environment variable"), given.value);
    },

    delete: (id, outputs) => unlessGone(api().rest.call("DELETE", path("v8", storedText(outputs, "projectId"), id))),
  });
}

function createBody(given: Inputs): Properties {
  const { target, ...rest } = updateBody(given);
  // Unlike an update, a create leaves out an empty list.
  return defined({ key: given.key, ...rest, target: given.targets?.length ? target : undefined });
}

function updateBody(given: Inputs): Properties {
  return defined({
    value: given.value,
    target: given.targets ?? [],
    customEnvironmentIds: given.customEnvironmentIds,
    gitBranch: given.gitBranch,
    type: given.sensitive ? "sensitive" : "encrypted",
    comment: given.comment ?? "",
  });
}

/** A variable as a program would state it. A sensitive value is never answered, so the last one written (`known`) stays. */
function propertiesOf(live: z.infer<typeof variable>, known: Value | undefined): Properties {
  const sensitive = live.type === "sensitive";
  return defined({
    key: live.key,
    value: sensitive ? known : live.value,
    sensitive,
    targets: asSet(live.target),
    customEnvironmentIds: live.customEnvironmentIds.length > 0 ? asSet(live.customEnvironmentIds) : undefined,
    gitBranch: live.gitBranch ?? undefined,
    comment: live.comment,
  });
}

/** `project/variable` or `team/project/variable`. */
function importId(id: string): { projectId: string; variableId: string } {
  const [variableId, projectId] = id.split("/").reverse();
  if (!variableId || !projectId) {
    throw new Error(`"${id}" is no id of an environment variable: expected project/variable or team/project/variable.`);
  }
  return { projectId, variableId };
}
