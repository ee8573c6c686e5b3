/** The switch of a project's crons: the REST body renamed into the arguments of our `Crons`. */
import { z } from "zod";
import { Crons } from "../providers/vercel/sdk.ts";
import { type Create, read } from "./spec.ts";

const parentShape = z.strictObject({ projectId: z.string(), team: z.string() });
const cronsShape = z.strictObject({ enabled: z.boolean() });

/** `PATCH /v1/projects/{id}/crons`: the switch of all crons of a project. */
export const projectCrons: Create = (spec) => {
  const { projectId, team } = read(parentShape, spec.parent, spec);
  const body = read(cronsShape, spec.body, spec);
  const crons = new Crons(
    spec.resource.name,
    { team, projectId: spec.gaps.text(projectId), enabled: body.enabled },
    spec.options,
  );
  return { id: crons.id };
};
