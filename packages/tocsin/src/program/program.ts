/**
 * The Pulumi program: one engine resource for each compiled resource. `tocsin/pulumi` runs it under the stock
 * command line, `engine/` in our own process; it is the same function.
 */
import pulumi, { type Output } from "@pulumi/pulumi";
import type { Resource, ResourceKind } from "../model/resource.ts";
import { missingSecrets, type SecretSource, secretsFrom } from "../model/secrets.ts";
import { creatorsOf } from "./creators.ts";
import { inOrder } from "./order.ts";
import { isOurs } from "./plugin-listed.ts";
import { Gaps, type Outputs, withMarkers } from "./values.ts";

export interface ProgramOptions {
  /** Whether this is production: its routes and endpoints are protected. */
  production: boolean;
  /** Where secrets come from; the environment of the run when left out. */
  secret?: SecretSource;
}

/** An object that now exists, as the stack's outputs name it. */
interface Provisioned {
  vendor: string;
  kind: string;
  name: string;
  id: Output<string>;
}

/** The stack's outputs: which vendor objects carry which definition. */
export interface ProgramOutputs {
  definitions: Record<string, Provisioned[]>;
  /** Objects that several definitions share. */
  shared: Provisioned[];
}

/** Losing one of these in production cuts off every alert behind it, so the engine refuses to delete them. */
const protectedKinds: ReadonlySet<ResourceKind> = new Set<ResourceKind>(["webhook-endpoint", "slack-channel"]);

/**
 * Declares all resources. Throws before it declares any when a secret is missing, a reference leads nowhere, or references
 * go in a circle.
 */
export async function program(resources: readonly Resource[], options: ProgramOptions): Promise<ProgramOutputs> {
  const secret = options.secret ?? secretsFrom(process.env);
  const missing = missingSecrets(resources, secret);
  if (missing.length > 0) {
    throw new pulumi.RunError(
      `Secrets that the definitions need are not in the environment: ${missing.join(", ")}. Set them and run again.`,
    );
  }
  const created = new Map<string, Outputs>();
  const outputs: ProgramOutputs = { definitions: {}, shared: [] };
  const { creators, vercelProvider } = await creatorsOf(resources);
  for (const resource of inOrder(resources)) {
    const gaps = new Gaps(resource, (name) => created.get(name) ?? {}, secret);
    const values = creators(resource.kind)({
      resource,
      ...withMarkers(resource),
      gaps,
      options: {
        ...optionsFor(resource, options.production),
        ...(resource.vendor === "vercel" && !isOurs(resource) && vercelProvider !== null
          ? { provider: vercelProvider }
          : {}),
      },
    });
    gaps.assertFilled();
    created.set(resource.name, values);
    if (values.id !== undefined) note(outputs, resource, values.id);
  }
  return outputs;
}

/** How the engine treats a resource. */
export function optionsFor(resource: Resource, production: boolean): pulumi.CustomResourceOptions {
  return {
    // A delete before the create would leave a gap with nobody watching. Of a variable Vercel takes no second one of the same
    // key, and what serves carries its value until it is deployed anew.
    deleteBeforeReplace: resource.kind === "environment-variable",
    protect: production && protectedKinds.has(resource.kind),
    aliases: resource.aliases?.map((name) => ({ name })),
  };
}

function note(outputs: ProgramOutputs, resource: Resource, id: pulumi.Output<string>): void {
  const { vendor, kind, name, definition } = resource;
  const entry = { vendor, kind, name, id };
  if (definition === null) outputs.shared.push(entry);
  else {
    outputs.definitions[definition] ??= [];
    outputs.definitions[definition].push(entry);
  }
}
