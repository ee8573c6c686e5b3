/**
 * The Pulumi program: one engine resource for each compiled resource. `tocsin/pulumi` runs it under the stock
 * command line, `engine/` in our own process; it is the same function.
 */
import pulumi from "@pulumi/pulumi";
import type { Resource, VendorName } from "../model/resource.ts";
import { missingSecrets, paddedSecrets, paddedText, type SecretSource, secretsFrom } from "../model/secrets.ts";
import { kinds } from "../vendors/kinds.ts";
import { creatorsOf } from "./creators.ts";
import { fill, type Inputs } from "./inputs.ts";
import type { Manifest } from "./manifest.ts";
import { isOurs } from "./own.ts";
import { Gaps, type Outputs, withMarkers } from "./values.ts";

export interface ProgramOptions {
  /** Whether this is production: its routes and endpoints are protected. */
  production: boolean;
  /** Where secrets come from; the environment of the run when left out. */
  secret?: SecretSource | undefined;
  /** Asked once nothing stands against the run any more. */
  providers?: (() => Promise<Providers>) | undefined;
  /** Values of settings that are inputs. */
  inputs?: Inputs | undefined;
  /** The component that the resources are parts of. */
  parent?: pulumi.ComponentResource | undefined;
}

/** Providers of resources that are there already, by vendor; what is left out goes by the engine's default. */
export type Providers = Readonly<Partial<Record<VendorName, pulumi.ProviderResource | undefined>>>;

type Declared = Pick<Manifest, "definitions" | "shared">;

/**
 * Declares all resources. Throws before it declares any when a secret is missing, a reference leads nowhere, or references
 * go in a circle.
 */
export async function program(resources: readonly Resource[], options: ProgramOptions): Promise<Declared> {
  const secret = options.secret ?? secretsFrom(process.env);
  const missing = missingSecrets(resources, secret);
  if (missing.length > 0) {
    throw new pulumi.RunError(
      `Secrets that the definitions need are not in the environment: ${missing.join(", ")}. Set them and run again.`,
    );
  }
  const padded = paddedSecrets(resources, secret);
  if (padded.length > 0) throw new pulumi.RunError(paddedText(padded));
  const { inputs = new Map(), parent } = options;
  const created = new Map<string, Outputs>();
  const outputs: Declared = { definitions: {}, shared: [] };
  const ordered = inOrder(resources);
  const { creatorOf, vercelProvider } = await creatorsOf(resources);
  const given = (await options.providers?.()) ?? {};
  const ofVercel = given.vercel ?? parent?.getProvider("vercel:index/project:Project");
  const providers = { ...given, vercel: ofVercel ?? vercelProvider?.(within(parent)) };
  for (const resource of ordered) {
    const gaps = new Gaps(resource, (name) => created.get(name) ?? {}, secret, inputs);
    const values = creatorOf(resource)({
      resource,
      ...withMarkers(resource),
      gaps,
      options: {
        ...optionsFor(resource, options.production, parent),
        // Only where a creator has no place of its own for an input.
        ...(inputs.size > 0 ? { transformations: [({ props, opts }) => ({ props: fill(props, inputs), opts })] } : {}),
        provider: providerOf(resource, providers),
      },
    });
    gaps.assertFilled();
    created.set(resource.name, values);
    if (values.id !== undefined) note(outputs, resource, values.id);
  }
  return outputs;
}

/** How the engine treats a resource. */
export function optionsFor(
  resource: Resource,
  production: boolean,
  parent?: pulumi.ComponentResource,
): pulumi.CustomResourceOptions {
  return {
    // A delete before the create would leave a gap with nobody watching. Of a variable Vercel takes no second one of the same
    // key, and what serves carries its value until it is deployed anew.
    deleteBeforeReplace: resource.kind === "environment-variable",
    protect: production && kinds[resource.kind].guarded === true,
    ...within(parent, resource.aliases),
  };
}

/** Parts of a component are known as what they were before, as a rule below the stack itself: no resource is made anew for it. */
function within(parent: pulumi.ComponentResource | undefined, names: readonly string[] = []): pulumi.ResourceOptions {
  if (parent === undefined) return { aliases: names.map((name) => ({ name })) };
  const root = { parent: pulumi.rootStackResource };
  return { parent, aliases: [root, ...names.flatMap((name) => [{ name }, { ...root, name }])] };
}

/**
 * The provider of a resource. What our plugin manages takes the instance that somebody has made of it for any vendor: the engine
 * starts the plugin once for each instance. Those given for Vercel and Datadog are of other plugins.
 */
export function providerOf(resource: Resource, given: Providers): pulumi.ProviderResource | undefined {
  if (!isOurs(resource)) return given[resource.vendor];
  const { datadog: _datadog, vercel: _vercel, ...ofPlugin } = given;
  const own: Providers = ofPlugin;
  return own[resource.vendor] ?? own.sentry ?? own.stripe;
}

function note(outputs: Declared, resource: Resource, id: pulumi.Output<string>): void {
  const { vendor, kind, name, definition } = resource;
  const entry = { vendor, kind, name, id };
  if (definition === null) outputs.shared.push(entry);
  else {
    outputs.definitions[definition] ??= [];
    outputs.definitions[definition].push(entry);
  }
}

/**
 * Resources in an order in which every reference points backwards; otherwise the given order is kept. Throws when a name
 * is used twice, a reference names no resource, or references go in a circle.
 */
export function inOrder(resources: readonly Resource[]): Resource[] {
  const byName = new Map<string, Resource>();
  for (const resource of resources) {
    if (byName.has(resource.name))
      throw new Error(`Two resources are named ${resource.name}; the engine knows them by name.`);
    byName.set(resource.name, resource);
  }
  const ordered: Resource[] = [];
  const done = new Set<string>();
  const visit = (resource: Resource, trail: readonly string[]): void => {
    if (done.has(resource.name)) return;
    if (trail.includes(resource.name)) {
      throw new Error(`Resources refer to each other in a circle: ${[...trail, resource.name].join(" -> ")}.`);
    }
    for (const ref of resource.refs) {
      const target = byName.get(ref.resource);
      if (target === undefined) {
        throw new Error(
          `Resource ${resource.name} refers to ${ref.resource} (at ${ref.path}), which is not in this stack.`,
        );
      }
      visit(target, [...trail, resource.name]);
    }
    done.add(resource.name);
    ordered.push(resource);
  };
  for (const resource of resources) visit(resource, []);
  return ordered;
}
