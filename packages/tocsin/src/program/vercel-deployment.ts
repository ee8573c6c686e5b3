/** The project and the deployment that are made from here: those of the probe. */
import vercel from "@pulumiverse/vercel";
import { z } from "zod";
import { probeFolder } from "../model/probe.ts";
import { type Create, read } from "./values.ts";

const projectShape = z.strictObject({ name: z.string(), framework: z.null() });
const deploymentShape = z.strictObject({
  project: z.string(),
  name: z.string(),
  target: z.literal("production"),
  files: z.array(z.strictObject({ file: z.string(), sha: z.string(), size: z.number() })).min(1),
  projectSettings: z.strictObject({ sourceFilesOutsideRootDirectory: z.literal(true) }),
  meta: z.record(z.string(), z.string()),
});

/** The engine starts plugins in the folder of `main` in Pulumi.yaml, which is this one: a path from there is the same everywhere. */
const folder = `../${probeFolder}`;

/** `POST /v8/projects`. What the provider adds by itself stands in the quirks of the kind. */
export const project: Create = (spec) => {
  const body = read(projectShape, spec.body, spec);
  const made = new vercel.Project(spec.resource.name, { name: body.name }, spec.options);
  return { id: made.id };
};

/**
 * `POST /v13/deployments` of files, which the provider uploads first. It names the deployment after the project's id and sends
 * the project's settings by itself.
 */
export const deployment: Create = (spec) => {
  const body = read(deploymentShape, spec.body, spec);
  const projectId = spec.gaps.text(body.project);
  spec.gaps.text(body.name);
  const made = new vercel.Deployment(
    spec.resource.name,
    {
      projectId,
      files: Object.fromEntries(body.files.map(({ file, sha, size }) => [`${folder}/${file}`, `${size}~${sha}`])),
      pathPrefix: folder,
      production: true,
      meta: Object.fromEntries(Object.entries(body.meta).map(([key, value]) => [key, spec.gaps.text(value)])),
    },
    spec.options,
  );
  return { id: made.id };
};
