/**
 * What a killed run leaves in the state: creations that were begun and whose end was never recorded. The vendor may or may
 * not have made the object. The engine would simply create it again: a twin at one vendor, an eternal refusal at another.
 * So the caller looks at the vendor, and what is there is written into the state as this stack's.
 */
import { z } from "zod";
import { nameOf } from "./events.ts";

const resourceShape = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

const operationShape = z.looseObject({ type: z.string(), resource: resourceShape });

const stateShape = z.looseObject({
  deployment: z
    .looseObject({
      resources: z.array(resourceShape).nullish(),
      pending_operations: z.array(operationShape).nullish(),
    })
    .nullish(),
});

/** A stack's state as `pulumi stack export` writes it, with its secrets encrypted. */
export type State = z.infer<typeof stateShape>;

/** Reads an exported state. */
export function parseState(text: string): State {
  return stateShape.parse(JSON.parse(text));
}

/** Logical names of the creations whose end is not known. */
export function interruptedCreations(state: State): string[] {
  return operationsOf(state)
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => nameOf(resource.urn));
}

/** Ids at their vendors of everything that the state knows, by logical name. */
export function knownIds(state: State): Map<string, string> {
  const known = (state.deployment?.resources ?? []).flatMap(({ urn, id }): [string, string][] =>
    id ? [[nameOf(urn), id]] : [],
  );
  return new Map(known);
}

/** How the engine names those of `names` that the state knows. */
export function knownUrns(state: State, names: readonly string[]): string[] {
  const wanted = new Set(names);
  return (state.deployment?.resources ?? []).flatMap(({ urn, id }) => (id && wanted.has(nameOf(urn)) ? [urn] : []));
}

/**
 * The state without open operations, in which every object that was found is held as created. Its outputs are what went in;
 * a refresh of it completes them.
 * @param found id at the vendor, by logical name
 */
export function settled(state: State, found: ReadonlyMap<string, string>): { state: State; urns: string[] } {
  const resumed = operationsOf(state)
    .filter(({ type }) => type === "creating")
    .flatMap(({ resource }) => {
      const id = found.get(nameOf(resource.urn));
      return id === undefined ? [] : [{ ...resource, id, outputs: resource.inputs }];
    });
  const resources = [...(state.deployment?.resources ?? []), ...resumed];
  return {
    state: { ...state, deployment: { ...state.deployment, resources, pending_operations: [] } },
    urns: resumed.map(({ urn }) => urn),
  };
}

function operationsOf(state: State) {
  return state.deployment?.pending_operations ?? [];
}
