/** Vercel objects: the REST body renamed into the arguments of `@pulumiverse/vercel`. */
import vercel from "@pulumiverse/vercel";
import { z } from "zod";
import { type Create, read } from "./spec.ts";

const parentShape = z.strictObject({ projectId: z.string() });
const cronsShape = z.strictObject({ enabled: z.boolean() });
const variableShape = z.strictObject({
  key: z.string(),
  value: z.string(),
  target: z.array(z.string()),
  type: z.enum(["sensitive", "encrypted"]),
  comment: z.string().optional(),
});

/** `PATCH /v1/projects/{id}/crons`: the switch of all crons of a project. */
export const projectCrons: Create = (spec) => {
  const { projectId } = read(parentShape, spec.resource.parent, spec);
  const body = read(cronsShape, spec.body, spec);
  const crons = new vercel.ProjectCrons(spec.resource.name, { projectId, enabled: body.enabled }, spec.options);
  return { id: crons.id };
};

/** `POST /v10/projects/{id}/env`. The provider calls the type "sensitive" a flag; without it the type is "encrypted". */
export const environmentVariable: Create = (spec) => {
  const { projectId } = read(parentShape, spec.resource.parent, spec);
  const body = read(variableShape, spec.body, spec);
  const variable = new vercel.ProjectEnvironmentVariable(
    spec.resource.name,
    {
      projectId,
      key: body.key,
      value: spec.gaps.text(body.value),
      targets: body.target,
      sensitive: body.type === "sensitive",
      comment: body.comment,
    },
    spec.options,
  );
  return { id: variable.id };
};
