import type { Definition } from "../model/definition.ts";
import type { Json, JsonObject, Resource, ResourceKind, VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Members } from "./members.ts";
import type { Quirk } from "./quirks.ts";

/** Whose an object is, as it says itself. `environment` is null where it names none (in Sentry: all environments). */
export interface Identity {
  definition: string;
  environment: string | null;
}

/** One object as a vendor's list call shows it, with its wrapping taken off: `body` has the shape of `Resource.body`. */
export interface LiveObject {
  vendor: VendorName;
  kind: ResourceKind;
  /** The vendor's own id, as text: for people, and to open the object there. */
  vendorId: string;
  /** Null when it does not carry our marks. */
  identity: Identity | null;
  /** As `Resource.parent`. */
  parent: JsonObject;
  body: JsonObject;
  /** What a `Ref` of another resource can ask for, in the vendor's own type. */
  properties: Record<string, Json>;
}

/** How objects of one kind are told apart and compared. Pure data and functions of data. */
export interface Kind {
  vendor: VendorName;
  /** One object, for people: `monitor`. */
  label: string;
  /** The object's name, for people and for telling two parts of one definition apart. */
  title: (body: JsonObject) => string;
  /** Whose the object is, from its body, live or compiled; null for a kind that has no place for marks. */
  identify: ((body: JsonObject) => Identity | null) | null;
  /** The key under which an object without marks, or of no single definition, is found; unique at the vendor. */
  naturalKey: (parent: JsonObject, body: JsonObject) => string;
  /**
   * For kinds in which several objects may share a natural key: whether these two can be the same one. Absent: always.
   */
  compatible?: (compiled: JsonObject, live: JsonObject) => boolean;
  /**
   * For kinds without marks: whether the object nevertheless says that it was made for this resource, though nothing else that
   * the kind asks for agrees. By it the next run finds what was created though the answer was lost. Absent: never.
   */
  made?: (compiled: JsonObject, live: JsonObject) => boolean;
  /** It is only looked at, or says who is paged: none fires. */
  silent?: true;
  /** Without one every alert behind it is cut off: in production the engine refuses to delete it. */
  guarded?: true;
  /** Its vendor takes the natural key once only: two resources with one would overwrite each other. */
  once?: true;
  /**
   * Whether a resource that no definition knows lies where only resources of the code should be: by tags, hosts or projects that
   * the stack file names. Absent: never, as everybody who uses the account shares it.
   */
  within?: (covered: Covered) => (live: LiveObject) => boolean;
  quirks: readonly Quirk[];
  /** What is known to be in answers; absent where anything may be. */
  members?: Members;
}

/** A live resource as a list shows it, with what most kinds have alike; `own`: what this one has otherwise. */
export const liveObject = (
  { vendor, identify }: Kind,
  kind: ResourceKind,
  vendorId: string,
  body: JsonObject,
  own: Partial<Pick<LiveObject, "parent" | "properties">> = {},
): LiveObject => ({
  ...{ vendor, kind, vendorId, identity: identify?.(body) ?? null },
  ...{ parent: {}, body, properties: { id: vendorId }, ...own },
});

/** What a resource of a kind is called in messages: `monitor "High CPU" of database/high-cpu`. */
export function subject({ label, title }: Kind, { definition, body, name }: Resource): string {
  const called = `${label} "${title(body) || name}"`;
  return definition === null ? called : `${called} of ${definition}`;
}

/** What a stack covers: by its file, by its definitions, and by what is there. */
export interface Covered {
  config: StackConfig;
  definitions: readonly Definition[];
  resources: readonly Resource[];
  /** Every resource that was listed, ours or not. */
  live: readonly LiveObject[];
}

export interface ListOptions {
  /** Also the lists in which only resources that no definition knows could be. */
  everything: boolean;
  memory?: Memory | null;
}

/** Resources as they were read last, for lists that show only when each was changed. */
export interface Memory {
  /** Undefined where it was changed since, or was never read. */
  recall(id: string, changedAt: string): (JsonObject & { id: string }) | undefined;
  keep(id: string, changedAt: string, body: JsonObject): void;
}

/** One list to read: what it shows, and which of the resources are checked by it. */
export interface LiveList {
  vendor: VendorName;
  kind: ResourceKind;
  covers: Resource[];
  read: () => Promise<LiveObject[]>;
  /**
   * What it means when the vendor does not know what holds the list (404): a sentence. Absent: that it could not be read.
   */
  absent?: string;
}

/**
 * Everything of a list, each object once: pages that are asked for one after the other give an object twice when another was
 * made or deleted in between, and that is no copy which somebody made.
 * @throws VendorError
 */
export async function readEachOnce(list: LiveList): Promise<LiveObject[]> {
  const seen = new Set<string>();
  return (await list.read()).filter(({ kind, parent, vendorId }) => {
    const key = JSON.stringify([kind, parent, vendorId]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The strings of a list; none where it is no list. */
export const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** The id in a last line `tocsin:<id>`, which every message and description of ours ends with. */
export function idInLastLine(text: string): string | null {
  return /(?:^|\n)\s*tocsin:(\S+)\s*$/.exec(text)?.[1] ?? null;
}

/** Resources by the vendor that stores them. */
export const byVendor = (resources: readonly Resource[]): Map<VendorName, Resource[]> =>
  groupBy(resources, ({ vendor }) => vendor);

export const byKind = (resources: readonly Resource[]): Map<ResourceKind, Resource[]> =>
  groupBy(resources, ({ kind }) => kind);

/** Resources by the definition that they carry. */
export const byDefinition = (resources: readonly Resource[] = []): Map<string | null, Resource[]> =>
  groupBy(resources, ({ definition }) => definition);

/** The groups that resources are listed by, keyed by `key`, in first-seen order. */
export function groupBy<T, K = string>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
