/** Which file creates resources of which kind; each is read, with its vendor's SDK, where a definition needs it only. */
import pulumi from "@pulumi/pulumi";
import type { Resource, ResourceKind } from "../model/resource.ts";
import { isOurs } from "./own.ts";
import type { Create } from "./values.ts";

const files = {
  datadog: () => import("./datadog.ts"),
  datadogLogs: () => import("./datadog-logs.ts"),
  datadogSynthetics: () => import("./datadog-synthetics.ts"),
  datadogDowntime: () => import("./datadog-downtime.ts"),
  datadogOnCall: () => import("./datadog-on-call.ts"),
  datadogViews: () => import("./datadog-views.ts"),
  own: () => import("./own.ts"),
  vercel: () => import("./vercel.ts"),
  vercelDeployment: () => import("./vercel-deployment.ts"),
};

const loaders: { readonly [K in ResourceKind]?: () => Promise<Create> } = {
  monitor: async () => (await files.datadog()).monitor,
  "synthetics-test": async () => (await files.datadogSynthetics()).syntheticsTest,
  "global-variable": async () => (await files.datadog()).globalVariable,
  "slack-channel": async () => (await files.datadog()).slackChannel,
  "logs-pipeline": async () => (await files.datadogLogs()).logsPipeline,
  dashboard: async () => (await files.datadogViews()).dashboard,
  downtime: async () => (await files.datadogDowntime()).downtime,
  "on-call-policy": async () => (await files.datadogOnCall()).escalationPolicy,
  "on-call-routing": async () => (await files.datadogOnCall()).routingRules,
  slo: async () => (await files.datadogViews()).objective,
  detector: async () => (await files.own()).detector,
  workflow: async () => (await files.own()).workflow,
  "environment-variable": async () => (await files.vercel()).environmentVariable,
  project: async () => (await files.vercelDeployment()).project,
  deployment: async () => (await files.vercelDeployment()).deployment,
};

async function load({ kind, verbatim }: Resource): Promise<Create> {
  const loader = loaders[kind];
  const { importedResource, ownResource } = await files.own();
  const create = (verbatim && importedResource(kind)) || (loader === undefined ? ownResource(kind) : await loader());
  if (create === undefined) throw new Error(`no creator was read for ${kind}`);
  return create;
}

/** The SDKs that a team installs where its definitions need them: our optional peers. */
const sdks = ["@pulumi/datadog", "@pulumiverse/vercel"];

interface Creators {
  creatorOf: (resource: Resource) => Create;
  /** Makes the provider for the team; null without resources that Vercel's own plugin manages. */
  vercelProvider: ((options: pulumi.ResourceOptions) => pulumi.ProviderResource) | null;
}

/**
 * What creates these resources.
 * @throws RunError when an SDK that they need is not installed
 */
export async function creatorsOf(resources: readonly Resource[]): Promise<Creators> {
  const needed = new Map(resources.map((resource) => [nameOf(resource), resource]));
  try {
    const loaded = new Map(await Promise.all([...needed].map(async ([name, one]) => [name, await load(one)] as const)));
    const isAtVercel = resources.some((resource) => resource.vendor === "vercel" && !isOurs(resource));
    const vercel = isAtVercel ? await files.vercel() : null;
    return {
      creatorOf: (resource) => {
        const create = loaded.get(nameOf(resource));
        if (create === undefined) throw new Error(`no creator was read for ${nameOf(resource)}`);
        return create;
      },
      vercelProvider: vercel && ((options) => vercel.providerFor(resources, options)),
    };
  } catch (error) {
    throw missingSdk(error) ?? error;
  }
}

const nameOf = ({ kind, verbatim: imported }: Resource) => `${kind}${imported ? ", imported" : ""}`;

/** What to install, when that is all that is wrong; null for every other failure. */
export function missingSdk(error: unknown): pulumi.RunError | null {
  if (!(error instanceof Error && "code" in error)) return null;
  if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "MODULE_NOT_FOUND") return null;
  const sdk = sdks.find((name) => error.message.includes(`'${name}'`));
  if (sdk === undefined) return null;
  return new pulumi.RunError(
    `The definitions need the package ${sdk}, which is not installed. Install it in the project: npm install ${sdk}`,
  );
}
