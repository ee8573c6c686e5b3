import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { PartlyCreated } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered } from "../shared/rest.ts";
import { defined, isObject } from "../shared/values.ts";
import { pathFor, unlessGone, type VercelApi } from "./config.ts";
import * as fields from "./project-fields.ts";

const inputs = z.strictObject({
  name: z.string().min(1),
  nodeVersion: z.string().optional(),
  vercelAuthentication: z.strictObject({ deploymentType: z.enum(fields.DEPLOYMENT_TYPES) }),
  ...fields.settings,
});
type Inputs = z.infer<typeof inputs>;

const project = z.looseObject({
  id: z.string(),
  name: z.string(),
  nodeVersion: z.string().optional(),
  ssoProtection: z.looseObject({ deploymentType: z.string() }).nullish(),
});

/** `vercel:index/project:Project`, without a git repository and without variables of its own. */
export function vercelProject(api: () => VercelApi): ResourceHandler {
  const path = (version: string, id = "") => pathFor(`/${version}/projects${id && `/${id}`}`, api().teamId);
  /** The official plugin reads the variables after every read and write of a project, also when it manages none. */
  const readVariables = (id: string) =>
    api().rest.call("GET", pathFor(`/v8/projects/${id}/env`, api().teamId, { decrypt: "true", limit: "100" }));
  const outputsOf = (answer: Value) => defined({ ...propertiesOf(answer), teamId: api().teamId });

  return defineResource({
    schema: inputs,
    complete: (given) =>
      defined({
        ...fields.initialSettings(),
        ...given,
        vercelAuthentication: given.vercelAuthentication ?? { deploymentType: fields.DEFAULT_DEPLOYMENT_TYPE },
      }),
    computedOutputs: ["teamId", "nodeVersion"],

    async create(given) {
      const created = await api().rest.call("POST", path("v8"), { name: given.name, ...createBody(given) });
      const { id } = answered(project, created, "Vercel's project");
      try {
        await readVariables(id);
        return { id, outputs: outputsOf(await api().rest.call("PATCH", path("v9", id), updateBody(given))) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new PartlyCreated(reason, id, outputsOf(created), { cause: error });
      }
    },

    async read(id, olds) {
      const answer = await api().rest.find(path("v10", id));
      if (answer === null) return null;
      await readVariables(id);
      const { nodeVersion, ...stated } = propertiesOf(answer);
      // Vercel picks a version for projects that state none.
      const isStated = olds === undefined || olds.inputs.nodeVersion !== undefined;
      return {
        id,
        inputs: defined({ ...stated, nodeVersion: isStated ? nodeVersion : undefined }),
        outputs: outputsOf(answer),
      };
    },

    async update(id, given, olds) {
      const name = olds.outputs.name === given.name ? undefined : given.name;
      const answer = await api().rest.call("PATCH", path("v9", id), defined({ name, ...updateBody(given) }));
      await readVariables(id);
      return outputsOf(answer);
    },

    delete: (id) => unlessGone(api().rest.call("DELETE", path("v8", id))),
  });
}

/** What the create call takes besides the name. */
function createBody(given: Inputs): Properties {
  return { ...fields.createSettings(given), ssoProtection: protection(given) };
}

/** What an update sends besides a new name. */
function updateBody(given: Inputs): Properties {
  return defined({ ...fields.updateSettings(given), ssoProtection: protection(given), nodeVersion: given.nodeVersion });
}

/** A project as a program would state it. */
function propertiesOf(answer: Value): Properties {
  const live = answered(project, answer, "Vercel's project");
  return defined({
    ...fields.settingsFrom(isObject(answer) ? answer : {}),
    name: live.name,
    nodeVersion: live.nodeVersion,
    vercelAuthentication: { deploymentType: fields.protectionFromWire(live.ssoProtection?.deploymentType) },
  });
}

function protection(given: Inputs): Value {
  return fields.protectionToWire(given.vercelAuthentication.deploymentType);
}
