import { z } from "zod";
import type { Http } from "../../vendors/http/manage.ts";
import { inTeam } from "../../vendors/vercel/client.ts";
import { bodyResource } from "../body.ts";
import type { ResourceHandler } from "../server/types.ts";

const inputsShape = z.strictObject({
  team: z.string().min(1),
  projectId: z.string().min(1),
  body: z.strictObject({ enabled: z.boolean() }),
});
type Inputs = z.infer<typeof inputsShape>;

/** A project without crons has no switch; once it has some, they are on until somebody switches them off. */
const project = z.object({
  id: z.string(),
  crons: z.object({ disabledAt: z.number().nullish() }).nullish(),
});

/**
 * The switch of all crons of a project; the crons themselves come with the project's deployments. Its id is the project's. It
 * goes with its project alone: removed from the program, it stays as it is, because an alert less must not stop a team's crons.
 */
export function crons(http: Http): ResourceHandler {
  const find = (team: string, id: string) =>
    http.find({ method: "GET", path: `v9/projects/${encodeURIComponent(id)}?${inTeam(team)}`, schema: project });
  const toggle = async ({ team, projectId, body }: Inputs) => {
    const path = `v1/projects/${encodeURIComponent(projectId)}/crons?${inTeam(team)}`;
    await http.ask({ method: "PATCH", path, body, schema: z.unknown() });
  };

  return bodyResource({
    ...{ vendor: "Vercel", inputs: inputsShape, quirks: [], replaceOn: ["team", "projectId"] },

    async create(properties) {
      const inputs = inputsShape.parse(properties);
      await toggle(inputs);
      return { id: inputs.projectId };
    },

    async get(id, olds) {
      // Whose project was not known yet when it was taken over states none: its id says which.
      const { team, projectId } =
        olds === undefined
          ? placeOf(id)
          : { ...inputsShape.pick({ team: true }).strip().parse(olds.inputs), projectId: id };
      const live = await find(team, projectId);
      const enabled = (live?.crons?.disabledAt ?? null) === null;
      return live && { id: projectId, place: { team, projectId }, body: { enabled } };
    },

    async update(_id, news) {
      await toggle(inputsShape.parse(news));
      return {};
    },

    remove: async () => {},
  });
}

function placeOf(id: string): Pick<Inputs, "team" | "projectId"> {
  const [team, projectId, ...more] = id.split("/");
  if (team && projectId && more.length === 0) return { team, projectId };
  throw new Error(`Import id "${id}" is not of the form team/project, such as team_acme/prj_123.`);
}
