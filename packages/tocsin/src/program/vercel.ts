/** Vercel objects: the REST body renamed into the arguments of `@pulumiverse/vercel`. */
import { createHash } from "node:crypto";
import pulumi from "@pulumi/pulumi";
import vercel from "@pulumiverse/vercel";
import { z } from "zod";
import type { Resource } from "../model/resource.ts";
import { type Create, read } from "./values.ts";

const parentShape = z.strictObject({ projectId: z.string(), team: z.string() });
const variableShape = z.strictObject({
  key: z.string(),
  value: z.string(),
  target: z.array(z.string()),
  type: z.enum(["sensitive", "encrypted"]),
  comment: z.string().optional(),
});

/**
 * The provider of the team that the resources belong to. The plugin reads its token from the
 * environment but knows a team only by its configuration: without it, every call would go to the token's own account.
 */
export function providerFor(resources: readonly Resource[], options: pulumi.ResourceOptions): vercel.Provider {
  const teams = new Set(resources.flatMap(({ vendor, parent }) => (vendor === "vercel" ? [String(parent.team)] : [])));
  const [team, ...more] = teams;
  if (team === undefined) throw new Error("no resource at Vercel names a team");
  if (more.length > 0)
    throw new Error(`The projects of one stack belong to one Vercel team, not to ${[...teams].join(" and ")}.`);
  return new vercel.Provider("vercel", { team }, options);
}

/** `POST /v10/projects/{id}/env`. The provider calls the type "sensitive" a flag; without it the type is "encrypted". */
export const environmentVariable: Create = (spec) => {
  const { projectId } = read(parentShape, spec.parent, spec);
  const body = read(variableShape, spec.body, spec);
  const value = spec.gaps.text(body.value);
  const variable = new vercel.ProjectEnvironmentVariable(
    spec.resource.name,
    {
      projectId: spec.gaps.text(projectId),
      key: body.key,
      value,
      targets: body.target,
      sensitive: body.type === "sensitive",
      comment: body.comment,
    },
    { ...spec.options, transformations: [...(spec.options.transformations ?? []), onlyGivenSecrets] },
  );
  return { id: variable.id, version: versionOf(variable.id, value) };
};

/** The SDK also names an argument as secret that nothing here sets (`valueWo`), and the engine warns of it in every run. */
const onlyGivenSecrets: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props,
  opts: { ...opts, additionalSecretOutputs: ["value"] },
});

/**
 * Another text whenever the variable or its value is another. So much of a hash tells nothing of a credential, so it is none:
 * a preview names the variable for which a deployment is made anew.
 */
function versionOf(id: pulumi.Output<string>, value: pulumi.Input<string>): pulumi.Output<string> {
  const version = pulumi
    .all([id, value])
    .apply(([variable, text]) => createHash("sha256").update(`${variable} ${text}`).digest("hex").slice(0, 12));
  return pulumi.unsecret(version);
}
