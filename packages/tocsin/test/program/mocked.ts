/** Runs one creator of `infra/` without an engine and gives back what the engine would have been asked for. */
import pulumi from "@pulumi/pulumi";
import type { Resource } from "../../src/model/resource.ts";
import type { SecretSource } from "../../src/model/secrets.ts";
import type { Create } from "../../src/program/values.ts";
import { Gaps, type Outputs, withMarkers } from "../../src/program/values.ts";

export interface Asked {
  type: string;
  name: string;
  inputs: unknown;
}

/** Call once in a test file, before anything is created. Returns the list of what was asked for, newest last. */
export function mockEngine(): Asked[] {
  const asked: Asked[] = [];
  pulumi.runtime.setMocks({
    newResource(args) {
      asked.push({ type: args.type, name: args.name, inputs: args.inputs });
      return { id: `${args.name}-id`, state: { ...args.inputs, secret: "whsec_made_by_the_vendor" } };
    },
    call: () => ({}),
  });
  return asked;
}

/** Value of an output, also of a secret one. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value));
  });
}

/** Creates one resource and waits until the engine has been asked for it. */
export async function create(
  creator: Create,
  resource: Resource,
  from: { others?: Record<string, Outputs>; secret?: SecretSource } = {},
): Promise<Outputs> {
  const gaps = new Gaps(resource, (name) => from.others?.[name] ?? {}, from.secret ?? (() => undefined));
  const outputs = creator({ resource, ...withMarkers(resource), gaps, options: {} });
  gaps.assertFilled();
  if (outputs.id !== undefined) await resolved(outputs.id);
  return outputs;
}

/** A resource with the fields that every test would repeat. */
export function resource(given: Partial<Resource> & Pick<Resource, "vendor" | "kind" | "body">): Resource {
  return { name: "it", definition: null, parent: {}, refs: [], ...given };
}
