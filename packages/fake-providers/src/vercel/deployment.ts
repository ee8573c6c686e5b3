import { readFile } from "node:fs/promises";
import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered, VendorError } from "../shared/rest.ts";
import { defined } from "../shared/values.ts";
import { pathFor, type VercelApi } from "./config.ts";
import { filesOf, type SourceFile, uploadName } from "./deployment-files.ts";

const texts = z.record(z.string(), z.string());
const inputs = z.strictObject({
  projectId: z.string().min(1),
  files: texts.refine((files) => Object.keys(files).length > 0, "must have at least one file"),
  pathPrefix: z.string().optional(),
  production: z.boolean(),
  environment: texts.optional(),
  meta: texts.optional(),
  deleteOnDestroy: z.boolean().optional(),
});
type Inputs = z.infer<typeof inputs>;

const deployment = z.looseObject({
  id: z.string(),
  url: z.string(),
  projectId: z.string().optional(),
  target: z.string().nullish(),
  readyState: z.string(),
  aliasAssigned: z.boolean().or(z.number()).default(false),
  alias: z.array(z.string()).default([]),
  aliasError: z.looseObject({ code: z.string(), message: z.string() }).nullish(),
  errorMessage: z.string().nullish(),
});
type Deployment = z.infer<typeof deployment>;
const missingFiles = z.looseObject({
  error: z.looseObject({ code: z.literal("missing_files"), missing: z.array(z.string()) }),
});

const POLL_MS = 5000;
/** Ten minutes, after which a build is told as stuck. */
const POLLS = 120;

/** `vercel:index/deployment:Deployment` of files. A deployment never changes: any other one is a new one. */
export function vercelDeployment(
  api: () => VercelApi,
  sleep: (milliseconds: number) => Promise<void>,
): ResourceHandler {
  const path = (id: string) => pathFor(`/v13/deployments/${id}`, api().teamId);
  const outputsOf = (given: Properties, live: Deployment) =>
    defined({ ...given, ...propertiesOf(given, live), domains: live.alias, url: live.url, teamId: api().teamId });

  async function deploy(body: Properties, given: Inputs): Promise<Value> {
    const send = () =>
      api().rest.call(
        "POST",
        pathFor("/v12/now/deployments", api().teamId, { skipAutoDetectionConfirmation: "1" }),
        body,
      );
    try {
      return await send();
    } catch (error) {
      const missing = missingFiles.safeParse(error instanceof VendorError ? error.body : null);
      if (!missing.success) throw error;
      const bySha = new Map(filesOf(given.files).map((file) => [file.sha, file]));
      for (const sha of missing.data.error.missing) await upload(bySha.get(sha), sha);
      return send();
    }
  }

  async function upload(file: SourceFile | undefined, sha: string): Promise<void> {
    if (file === undefined)
      throw new Error(`Vercel asks for a file with SHA-1 ${sha}, which is none of this deployment's.`);
    const bytes = new Uint8Array(await readFile(file.path));
    const headers = { "content-type": "application/octet-stream", "x-vercel-digest": sha };
    await api().rest.call("POST", pathFor("/v2/now/files", api().teamId), { bytes, headers });
  }

  async function finished(first: Deployment): Promise<Deployment> {
    let live = first;
    for (let poll = 0; !isFinished(live); poll += 1) {
      if (poll >= POLLS)
        throw new Error(`The deployment ${live.id} is not finished: it is ${live.readyState}. See its build log.`);
      await sleep(POLL_MS);
      live = answered(deployment, await api().rest.call("GET", path(live.id)), "Vercel's deployment");
    }
    return live;
  }

  return defineResource({
    schema: inputs,
    complete: (given) => ({ production: false, ...given }),
    replaces: (changed) => !isAt(changed, ["deleteOnDestroy"]),
    secretOutputs: ["environment"],
    computedOutputs: ["domains", "url", "teamId"],

    async create(given) {
      if ((await api().rest.find(pathFor(`/v10/projects/${given.projectId}`, api().teamId))) === null) {
        throw new Error(
          `Vercel has no project ${given.projectId} in this team to deploy to. Check projectId and the team.`,
        );
      }
      const first = answered(deployment, await deploy(bodyOf(given), given), "Vercel's deployment");
      const live = await finished(first);
      return { id: live.id, outputs: outputsOf(defined({ ...given }), live) };
    },

    async read(id, olds) {
      const answer = await api().rest.find(path(id));
      if (answer === null) return null;
      const live = answered(deployment, answer, "Vercel's deployment");
      const known = olds?.inputs ?? defined({ projectId: live.projectId });
      return { id, inputs: { ...known, ...propertiesOf(known, live) }, outputs: outputsOf(known, live) };
    },

    async update(_id, given, olds) {
      return defined({ ...olds.outputs, deleteOnDestroy: given.deleteOnDestroy });
    },

    async delete(id, outputs) {
      // Deployments stay, unless the program asks for their end.
      if (outputs.deleteOnDestroy === true) await api().rest.call("DELETE", path(id));
    },
  });
}

export function bodyOf(given: Inputs): Properties {
  const environment = Object.keys(given.environment ?? {}).length > 0 ? given.environment : undefined;
  return defined({
    files: filesOf(given.files).map(({ path, sha, size }) => ({ file: uploadName(path, given.pathPrefix), sha, size })),
    env: environment,
    build: defined({ env: environment }),
    project: given.projectId,
    projectSettings: { sourceFilesOutsideRootDirectory: true },
    name: given.projectId,
    target: given.production ? "production" : undefined,
    meta: Object.keys(given.meta ?? {}).length > 0 ? given.meta : undefined,
  });
}

/** The first deployment of a project goes to production whatever was asked, which is no difference. */
function propertiesOf(known: Properties, live: Deployment): Properties {
  const production = live.target === "production" && known.production !== false;
  return defined({ projectId: live.projectId ?? known.projectId, production });
}

function isFinished(live: Deployment): boolean {
  const reason = live.aliasError?.message ?? live.errorMessage ?? "see its build log";
  if (live.readyState === "CANCELED" || live.readyState === "ERROR" || live.aliasError) {
    throw new Error(`The deployment ${live.id} failed (${live.readyState}): ${reason}.`);
  }
  return Boolean(live.aliasAssigned);
}
