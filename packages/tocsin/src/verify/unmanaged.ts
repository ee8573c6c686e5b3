import type { JsonObject } from "../model/resource.ts";
import { valueAt } from "../model/resource.ts";
import type { StackFacts } from "../vendors/check.ts";
import type { Finding } from "../vendors/finding.ts";
import { drillMark, drillTag } from "../vendors/fire-types.ts";
import { vendors } from "../vendors/index.ts";
import { kinds } from "../vendors/kinds.ts";
import { type LiveObject, textsOf } from "../vendors/live.ts";

/**
 * Objects that are live and in no code: only within the stack's scope, and not those that vendors make by themselves or that
 * belong to another stack. What an interrupted drill left is called so. Pure.
 */
export function unmanaged(known: StackFacts): Finding[] {
  const stray = known.live.filter((object) => !known.claimed.has(object) && !ofAnotherStack(object, known));
  const occur = new Set(stray.map(({ kind }) => kind));
  const within = new Map([...occur].map((kind) => [kind, kinds[kind].within?.(known)]));
  return stray.flatMap((object): Finding[] => {
    const run = drillRun(object.body);
    if (run !== null) return [leftover(object, run)];
    return isOurs(object, known) || within.get(object.kind)?.(object) ? [finding(object)] : [];
  });
}

/** How a drill marks an object: a tag that begins so, or a member of its metadata. */
const [markOfTag, markOfMetadata] = [drillTag(""), `metadata.${drillMark}`];

/** The drill that marked an object, by a tag or in its metadata; null for none. */
export function drillRun(body: JsonObject): string | null {
  const tag = textsOf(body.tags).find((one) => one.startsWith(markOfTag));
  if (tag !== undefined) return tag.slice(markOfTag.length);
  const run = valueAt(body, markOfMetadata);
  return typeof run === "string" ? run : null;
}

const vendorOf = new Map(vendors.map((vendor) => [vendor.name, vendor]));

/** With our marks for this very stack, though no definition has that id (any more). */
const isOurs = ({ vendor, identity }: LiveObject, { config }: StackFacts): boolean =>
  identity != null && identity.environment === vendorOf.get(vendor)?.environment(config);

function ofAnotherStack(live: LiveObject, { config }: StackFacts): boolean {
  const vendor = vendorOf.get(live.vendor);
  const named = vendor?.environmentsOf(live) ?? [];
  return named.length > 0 && !named.includes(vendor?.environment(config) ?? config.name);
}

function finding(object: LiveObject): Finding {
  const { vendor, kind, vendorId, identity, body } = object;
  const { label, title } = kinds[kind];
  const marks =
    identity === null
      ? "no definition knows it"
      : `it is marked as ${identity.definition}, which no definition is called`;
  const message = `The ${label} "${title(body)}" (${vendorId}) is live, but ${marks}.`;
  const marked = { definition: null, path: null, expected: null, actual: identity?.definition ?? null };
  return { class: "unmanaged", vendor, kind, vendorId, ...marked, message };
}

function leftover({ vendor, kind, vendorId, identity, body }: LiveObject, run: string): Finding {
  const { label, title } = kinds[kind];
  const message = `The ${label} "${title(body)}" (${vendorId}) was left by drill ${run}.`;
  const definition = identity?.definition ?? null;
  return {
    class: "leftover",
    vendor,
    kind,
    vendorId,
    definition,
    path: "tags",
    expected: null,
    actual: drillTag(run),
    message,
  };
}
