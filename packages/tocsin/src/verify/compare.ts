import { type Json, type Resource, vendorTitle } from "../model/resource.ts";
import { type Difference, diff } from "../vendors/diff.ts";
import type { Finding, FindingClass } from "../vendors/finding.ts";
import { kinds } from "../vendors/kinds.ts";
import { type Kind, type LiveObject, subject } from "../vendors/live.ts";
import { newMember } from "../vendors/members.ts";
import { rows, touches, within } from "../vendors/quirks.ts";
import { type Match, match } from "./match.ts";
import { resolve } from "./refs.ts";
import { drillRun } from "./unmanaged.ts";

/**
 * Every difference between what the code says and what is live: `missing`, `duplicate`, and for each differing place
 * `changed`, `disabled` or `muted`. Only kinds that could be read completely may be in `resources`; others would all seem
 * missing. Pure; the order is that of the resources.
 */
export function compare(
  resources: readonly Resource[],
  live: readonly LiveObject[],
  stack: string,
  matched: Match = match(resources, live, kinds),
): Finding[] {
  const { pairs, missing, duplicates } = matched;
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const liveOf = (name: string) => {
    const resource = byName.get(name);
    return resource === undefined ? undefined : pairs.get(resource);
  };
  const found = new Map<Resource, Finding[]>(resources.map((resource) => [resource, []]));
  const add = (resource: Resource, finding: Finding) => found.get(resource)?.push(finding);
  const novelties = new Novelties();

  for (const { resource, elsewhere } of missing) add(resource, missingFinding(resource, elsewhere, stack));
  for (const [resource, object] of pairs) {
    const { body, unknown } = resolve(resource, liveOf);
    const kind = kinds[resource.kind];
    const differences = diff(body, object.body, kind.quirks, unknown).filter((one) => !novelties.has(resource, one));
    const run = drillRun(object.body);
    if (run !== null) {
      add(resource, leftoverFinding(resource, object, run, differences));
      continue;
    }
    for (const difference of differences) add(resource, differenceFinding(resource, object, kind, difference));
  }
  for (const { resource, live: copy } of duplicates) {
    const run = drillRun(copy.body);
    const own = pairs.get(resource);
    add(resource, run === null ? duplicateFinding(resource, copy, own) : leftoverFinding(resource, copy, run, []));
  }
  return [...[...found.values()].flat(), ...novelties.findings()];
}

/**
 * Members that a vendor has begun to answer: nobody changed them, and of each there is one finding, about the vendor, however many
 * objects have it.
 */
class Novelties {
  readonly #found = new Map<string, { resource: Resource; member: string; value: Json; count: number }>();

  /** Whether a difference is such a member; it is kept if so. What the code itself states is none. */
  has(resource: Resource, { path, expected, actual }: Difference): boolean {
    const { members } = kinds[resource.kind];
    const member = expected === undefined && members !== undefined ? newMember(members, path) : null;
    if (member === null) return false;
    const key = `${resource.kind} ${member}`;
    const value = shown(kinds[resource.kind], path, actual);
    const known = this.#found.get(key) ?? { resource, member, value, count: 0 };
    this.#found.set(key, { ...known, count: known.count + 1 });
    return true;
  }

  findings(): Finding[] {
    return [...this.#found.values()].map(({ resource: { vendor, kind }, member, value, count }) => {
      const objects = `${count} ${kinds[kind].label}${count === 1 ? "" : "s"}`;
      const message = `${vendorTitle(vendor)} answers ${member} for ${objects}, which this version of Tocsin does not know. It is not compared; everything else is.`;
      const about = { vendor, kind, vendorId: null, definition: null };
      return { ...about, class: "new-field", path: member, expected: null, actual: value, message };
    });
  }
}

function missingFinding(resource: Resource, elsewhere: LiveObject[], stack: string): Finding {
  const others = elsewhere.flatMap(({ vendorId, identity }) =>
    identity?.environment == null ? [] : [`${vendorId} in ${identity.environment}`],
  );
  const hint = others.length === 0 ? "" : ` The same definition is live as ${others.join(", ")}.`;
  const message = `The ${subject(kinds[resource.kind], resource)} is in the code of ${stack} but not live.${hint}`;
  return { ...about(resource), class: "missing", message };
}

function duplicateFinding(resource: Resource, copy: LiveObject, original: LiveObject | undefined): Finding {
  const { vendorId, body, kind } = copy;
  const message =
    `The ${kinds[kind].label} "${kinds[kind].title(body)}" (${vendorId}) carries the same id as ` +
    `${original === undefined ? "another resource" : original.vendorId}: the alert would fire twice, or the wrong one would be changed.`;
  return { ...about(resource), class: "duplicate", vendorId, message };
}

/** What a drill changed is put back as a whole: one finding, however many places it touched. */
function leftoverFinding(resource: Resource, object: LiveObject, run: string, differences: Difference[]): Finding {
  const mark = "tags" in object.body ? "tags" : "metadata";
  const places = differences.map(({ path }) => path).filter((path) => !path.startsWith(mark));
  const changed = places.length === 0 ? "" : ` It also differs from the code in ${places.join(", ")}.`;
  return {
    ...about(resource),
    class: "leftover",
    vendorId: object.vendorId,
    path: mark,
    expected: resource.body[mark] ?? null,
    actual: object.body[mark] ?? null,
    message: `The ${subject(kinds[resource.kind], resource)} is still as drill ${run} made it.${changed}`,
  };
}

function differenceFinding(resource: Resource, object: LiveObject, kind: Kind, difference: Difference): Finding {
  const { path, expected, actual } = difference;
  const [named, whose] = [classOf(kind, difference), subject(kind, resource)];
  const message =
    named === "changed"
      ? `The ${whose} differs from the code in ${path}.`
      : named === "stale-deployment"
        ? `The ${whose} was not made from what the code holds (${path}): remove it, or promote the one that \`tocsin up\` made.`
        : `The ${whose} is ${named}: ${path}.`;
  return {
    ...about(resource),
    class: named,
    vendorId: object.vendorId,
    path,
    expected: expected ?? null,
    actual: shown(kind, path, actual),
    message,
  };
}

function classOf(kind: Kind, { path, actual }: Difference): FindingClass {
  const row = rows(kind.quirks, "means").find((quirk) => within(quirk.path, path) && quirk.when(actual ?? null));
  return row?.class ?? "changed";
}

function shown(kind: Kind, path: string, actual: Json | undefined): Json {
  if (actual === undefined) return null;
  return rows(kind.quirks, "may-be-secret").some((quirk) => touches(quirk.path, path))
    ? "(not shown: it may be a secret)"
    : actual;
}

function about({ vendor, kind, definition }: Resource) {
  return { vendor, kind, definition, vendorId: null, path: null, expected: null, actual: null };
}
