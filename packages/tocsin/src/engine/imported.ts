/**
 * Objects that were made by hand and are to be this stack's from now on. The engine's own import takes an object only when
 * it is already exactly as the program says; so an object is written into the state under the resource that it is to
 * become, and a refresh fills in how it really is. The update after that changes what differs, and nothing else.
 */
import type pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { nameOf } from "./events.ts";
import type { State } from "./interrupted.ts";

/** What a preview tells of a resource that the program declares and the state does not have. */
export type Planned = z.infer<typeof plannedShape>;

const plannedShape = z.object({
  urn: z.string(),
  type: z.string(),
  parent: z.string(),
  provider: z.string(),
  inputs: z.record(z.string(), z.unknown()),
});

type Metadata = NonNullable<pulumi.automation.EngineEvent["resourcePreEvent"]>["metadata"];

/** Collects from a preview's events what would be created under these logical names. */
export class PlannedCreations {
  readonly #seen: Metadata[] = [];
  readonly #names: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
  }

  on({ resourcePreEvent }: pulumi.automation.EngineEvent): void {
    const metadata = resourcePreEvent?.metadata;
    if (metadata?.op === "create" && this.#names.has(nameOf(metadata.urn))) this.#seen.push(metadata);
  }

  /** By logical name. Read here and not on the way: whoever hands events on swallows what is thrown. */
  get found(): Map<string, Planned> {
    return new Map(
      this.#seen.map((metadata): [string, Planned] => {
        const planned = plannedShape.parse({ ...metadata.new, provider: metadata.provider, urn: metadata.urn });
        return [nameOf(metadata.urn), { ...planned, inputs: withoutSecrets(planned.inputs) }];
      }),
    );
  }
}

/** Events show a secret as this text. What it stands for is left out: the update then writes it, whatever is live. */
const hidden = "[secret]";

function withoutSecrets(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([, value]) => !JSON.stringify(value ?? null).includes(hidden)),
  );
}

/** Whether the state holds the provider that each of them names: a new stack's are made by its first update. */
export function hasProviders(state: State, planned: Iterable<Planned>): boolean {
  const known = new Set((state.deployment?.resources ?? []).map(({ urn, id }) => `${urn}::${id}`));
  return [...planned].every(({ provider }) => known.has(provider));
}

/**
 * The state with each planned resource as if it had been created with that id. They are protected until an update of a
 * checkout that has their definitions: no other can delete them.
 * @param ids the vendors' ids, by logical name
 */
export function withImported(
  state: State,
  planned: ReadonlyMap<string, Planned>,
  ids: ReadonlyMap<string, string>,
): { state: State; urns: string[] } {
  const imported = [...ids].flatMap(([name, id]) => {
    const one = planned.get(name);
    return one === undefined ? [] : [{ ...one, custom: true, id, outputs: one.inputs, protect: true }];
  });
  const resources = [...(state.deployment?.resources ?? []), ...imported];
  return { state: { ...state, deployment: { ...state.deployment, resources } }, urns: imported.map(({ urn }) => urn) };
}
