/**
 * What a killed run leaves in the state: operations that were begun and whose end was never recorded. The vendor may or may not have
 * carried them out. The engine would simply create an object again: a twin at one vendor, an eternal refusal at another. So the caller
 * looks at the vendor, and what is there is written into the state as this stack's. What was updated or deleted the engine takes for
 * as it was before: where the program says that too, an alert that is gone would count as unchanged. So it is read again.
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

/** Logical names of what the state knows and whose update or deletion was begun and never ended. */
export function interruptedChanges(state: State): string[] {
  return changedIn(state).map(nameOf);
}

/** How the engine names them. */
function changedIn(state: State): string[] {
  const known = new Set((state.deployment?.resources ?? []).map(({ urn }) => urn));
  const changed = operationsOf(state).filter(({ type }) => type === "updating" || type === "deleting");
  return [...new Set(changed.map(({ resource }) => resource.urn))].filter((urn) => known.has(urn));
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
 * The state without the resources that another holds too: of the same logical name and with the same id. The same state where there
 * is none.
 */
export function withoutTwice(state: State, others: readonly { urn: string; id?: string | undefined }[]): State {
  const ids = new Map(others.map(({ urn, id }) => [nameOf(urn), id]));
  const all = state.deployment?.resources ?? [];
  const resources = all.filter(({ urn, id }) => id === undefined || ids.get(nameOf(urn)) !== id);
  return resources.length === all.length ? state : { ...state, deployment: { ...state.deployment, resources } };
}

/**
 * The state without open operations, in which every object that was found is held as created. Its outputs are what went in;
 * a refresh of it completes them, and tells what became of what was being changed: `urns` names both.
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
    urns: [...resumed.map(({ urn }) => urn), ...changedIn(state)],
  };
}

function operationsOf(state: State) {
  return state.deployment?.pending_operations ?? [];
}
