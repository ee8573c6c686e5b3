import type { Resource, ResourceKind } from "../model/resource.ts";
import { drillStackMark } from "../vendors/context.ts";
import type { Kind, LiveObject } from "../vendors/live.ts";
import { groupBy } from "../vendors/live.ts";

/** Which live object is which resource. */
export interface Match {
  pairs: Map<Resource, LiveObject>;
  missing: { resource: Resource; elsewhere: LiveObject[] }[];
  duplicates: { resource: Resource; live: LiveObject }[];
}

type Kinds = Record<ResourceKind, Kind>;

/**
 * Finds each resource's live object by identity: the definition's id and the environment that both bodies name, for objects
 * that belong to no single definition the natural key of their kind. Linear in the number of objects. `elsewhere` holds
 * objects of the same definition in another environment.
 */
export function match(resources: readonly Resource[], live: readonly LiveObject[], kinds: Kinds): Match {
  const byDefinition = groupBy(
    live.filter(({ identity }) => identity !== null),
    ({ kind, identity }) => `${kind} ${identity?.definition}`,
  );
  const byNaturalKey = groupBy(live, ({ kind, parent, body }) => `${kind} ${kinds[kind].naturalKey(parent, body)}`);
  const result: Match = { pairs: new Map(), missing: [], duplicates: [] };
  const keyOf = ({ kind, definition, parent, body }: Resource) =>
    unmarked(definition, kinds[kind])
      ? `shared ${kind} ${kinds[kind].naturalKey(parent, body)}`
      : `own ${kind} ${definition}`;
  for (const group of groupBy(resources, keyOf).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const kind = kinds[first.kind];
    const shared = unmarked(first.definition, kind);
    const key = `${first.kind} ${shared ? kind.naturalKey(first.parent, first.body) : first.definition}`;
    const candidates = [...((shared ? byNaturalKey : byDefinition).get(key) ?? [])].sort(oldestFirst);
    pairGroup(group, candidates, kind, result);
  }
  const taken = new Set([...result.pairs.values(), ...result.duplicates.map((one) => one.live)]);
  const sameName = (resource: Resource) =>
    byNaturalKey
      .get(`${resource.kind} ${kinds[resource.kind].naturalKey(resource.parent, resource.body)}`)
      ?.find((one) => !taken.has(one) && (one.identity === null || movedAway(resource, one, kinds[resource.kind])));
  result.missing = result.missing.filter(({ resource }) => {
    // A hand may have taken all marks off: an object of exactly the same name that nobody claims is the one.
    const found = unmarked(resource.definition, kinds[resource.kind]) ? undefined : sameName(resource);
    if (found !== undefined) result.pairs.set(resource, found);
    return found === undefined;
  });
  return result;
}

/**
 * Whether a hand has only put another environment on the object: it is of the same definition, and its name still says
 * whose it is.
 */
function movedAway({ definition, body }: Resource, live: LiveObject, kind: Kind): boolean {
  const environment = kind.identify?.(body)?.environment;
  return (
    live.identity?.definition === definition &&
    kind.title(live.body).replace(drillStackMark, "").startsWith(`[${environment}]`)
  );
}

/** Pairs resources of one key: the closest first, so that a copy or a renamed part does not take another's place. */
function pairGroup(group: Resource[], candidates: LiveObject[], kind: Kind, result: Match): void {
  const closest = (resource: Resource, live: LiveObject) =>
    suits(resource, live, kind) && sameTitle(resource, live, kind);
  const close = (resource: Resource, live: LiveObject) => suits(resource, live, kind);
  const homeless = ({ definition }: Resource, live: LiveObject) =>
    !unmarked(definition, kind) && live.identity?.environment === null;
  const made = ({ definition, body }: Resource, live: LiveObject) =>
    unmarked(definition, kind) && kind.made?.(body, live.body) === true;
  const left = new Set(candidates);
  // An object whose mark of the environment is gone still belongs to somebody: it is taken when no marked one is there.
  for (const alike of [closest, close, homeless, made]) {
    for (const resource of group) {
      if (result.pairs.has(resource)) continue;
      const found = [...left].find((live) => alike(resource, live));
      if (found === undefined) continue;
      result.pairs.set(resource, found);
      left.delete(found);
    }
  }
  for (const live of left) {
    const resource = group.find((candidate) => close(candidate, live));
    if (resource !== undefined) result.duplicates.push({ resource, live });
  }
  for (const resource of group) {
    if (!result.pairs.has(resource)) result.missing.push({ resource, elsewhere: [...left] });
  }
}

/** Objects of no single definition, and all of a kind that has no place for marks, are found by their natural key. */
function unmarked(definition: string | null, kind: Kind): boolean {
  return definition === null || kind.identify === null;
}

/** Whether the object can be this resource's: the same environment, or without marks what the kind asks for. */
function suits({ definition, body }: Resource, live: LiveObject, kind: Kind): boolean {
  if (unmarked(definition, kind)) return kind.compatible?.(body, live.body) ?? true;
  return (kind.identify?.(body)?.environment ?? null) === (live.identity?.environment ?? null);
}

function sameTitle(resource: Resource, live: LiveObject, kind: Kind): boolean {
  return kind.title(resource.body) === kind.title(live.body);
}

/** Ids that count upwards tell which of two is older; others do not, and the order of the list, oldest first, decides. */
function oldestFirst(a: LiveObject, b: LiveObject): number {
  const [one, other] = [Number(a.vendorId), Number(b.vendorId)];
  return Number.isFinite(one) && Number.isFinite(other) ? one - other : 0;
}
