import { faultsOf } from "../model/check.ts";
import { type Definition, definitionIdSchema, definitionSchema, type Route, routeSchema } from "../model/definition.ts";
import { type Json, type JsonObject, type Resource, type ResourceKind, textAt } from "../model/resource.ts";
import { sides } from "../model/sides.ts";
import type { StackConfig } from "../model/stack.ts";
import { compile } from "../vendors/compile.ts";
import { MissingSetting } from "../vendors/context.ts";
import { handles } from "../vendors/datadog/message.ts";
import { type Difference, diff } from "../vendors/diff.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveObject } from "../vendors/live.ts";
import { newMember } from "../vendors/members.ts";
import { rows, touches, within } from "../vendors/quirks.ts";
import { resolve } from "../verify/refs.ts";
import type { Draft } from "./draft.ts";
import { meansTheSame } from "./same.ts";

/** What the next update would change in an object that is imported. */
export interface Change {
  kind: ResourceKind;
  vendorId: string;
  path: string;
  from: Json | undefined;
  to: Json | undefined;
}

/** An object that fits a definition. */
export interface Fit {
  /** With placeholders for what nobody knows yet. */
  definition: Definition;
  /** Null: no route tells the same people. */
  route: string | null;
  changes: Change[];
  /** Vendors' ids of the objects, by the name of the resource that each becomes. */
  imported: Map<string, string>;
  /** Names of resources that the definition has and nothing live is. */
  created: string[];
}

/** What may change: our identity and text. Everything else must be live as it would be compiled, or mean the same (`same.ts`). */
const mayChange: Partial<Record<ResourceKind, readonly string[]>> = {
  monitor: ["name", "message", "tags"],
  "synthetics-test": ["name", "message", "tags", "options.monitor_name"],
  detector: ["name", "description", "owner", "dataSources.*.name"],
  workflow: ["name", "owner", "actionFilters.*.actions.*.data"],
  "webhook-endpoint": ["description", "metadata"],
  "event-destination": ["name", "description", "metadata"],
  "environment-variable": ["comment"],
};

/**
 * Compiles a draft and holds it against what is live.
 * @returns the fit, or what is live and no definition says: each a phrase
 */
export function fitted(
  draft: Draft,
  id: string,
  routes: readonly Route[],
  stack: StackConfig,
): Fit | { reasons: string[] } {
  const problems: string[] = [];
  const candidates = routesOf(draft, routes, stack);
  for (const route of candidates.length > 0 ? candidates : routes.slice(0, 1)) {
    const definition = definitionOf(draft, id, route.name);
    if (Array.isArray(definition)) return { reasons: definition };
    const faults = faultsOf(definition);
    if (faults.length > 0) return { reasons: faults.map(({ message }) => message) };
    const resources = compile([definition], routes, stack).filter((resource) => resource.definition === id);
    const { changes, reasons, imported } = held(resources, draft.objects);
    if (reasons.length === 0) {
      const created = resources.filter(({ name }) => !imported.has(name)).map(({ name }) => name);
      return { definition, route: candidates.length > 0 ? route.name : null, changes, imported, created };
    }
    // The route that comes closest is told about: with another, everything that it is not would be told as well.
    if (problems.length === 0 || reasons.length < problems.length) problems.splice(0, problems.length, ...reasons);
  }
  return { reasons: problems.length > 0 ? problems : ["the project has no route"] };
}

/** A route that notifies nobody, for what is compiled only to be looked at. */
export const routeToNobody: Route = routeSchema.parse({ name: "imported", slack: [], mail: [], pager: [] });

/** Stands for what is to be written by hand. */
const placeholder = "to be filled in";

/** A valid definition: what is live, and a placeholder for everything else. */
export function definitionOf(draft: Draft, id: string, route: string): Definition | string[] {
  const { title, service, severity, signal, condition, repeat, datadog } = draft;
  const parsed = definitionSchema.safeParse({
    ...{ id, title, service, severity, signal, condition, route, repeat, datadog },
    ...{ owner: placeholder, why: placeholder, causes: [placeholder], firstChecks: [placeholder] },
    ...{ recovered: placeholder, runbook: "unknown" },
  });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

function held(resources: readonly Resource[], objects: readonly LiveObject[]) {
  const changes: Change[] = [];
  const reasons: string[] = [];
  const imported = new Map<string, string>();
  const liveOf = (resource: Resource) => objects.find(({ kind }) => kind === resource.kind);
  for (const resource of resources) {
    const live = liveOf(resource);
    if (live === undefined) continue;
    imported.set(resource.name, live.vendorId);
    const { quirks } = kinds[resource.kind];
    const { body, unknown } = resolve(resource, (name) => {
      const target = resources.find((one) => one.name === name);
      return target && liveOf(target);
    });
    const parted = partedFor(body, live);
    if (parted !== null) changes.push({ kind: resource.kind, vendorId: live.vendorId, ...recoveryParted });
    const differences = diff(body, parted ?? live.body, quirks, unknown);
    for (const difference of differences) {
      const { path } = difference;
      // What a vendor has begun to answer: nobody set it, and verify tells of it.
      if (difference.expected === undefined && newMember(kinds[resource.kind].members ?? {}, path) !== null) continue;
      const shown = { ...difference, actual: secretAt(resource.kind, path) ? "(not shown)" : difference.actual };
      if (mayChange[resource.kind]?.some((allowed) => within(allowed, path)) || meansTheSame(shown, body, live.body)) {
        const own = typeof shown.expected === "string" && shown.expected.includes(placeholder);
        const to = own ? "(what the definition says)" : shown.expected;
        changes.push({ kind: resource.kind, vendorId: live.vendorId, path, from: shown.actual, to });
      } else reasons.push(phrase(resource.kind, shown));
    }
  }
  return { changes, reasons, imported };
}

const recoveryParted = {
  path: "actionFilters",
  from: "the same words for an alert and its recovery",
  to: "words of its own for each",
};

/**
 * An alert of Sentry's whose one group of actions acts whatever happens, as two groups that do the same: ours have one for an
 * alert and one for its recovery. Null for every other.
 */
function partedFor(ours: JsonObject, { kind, body }: LiveObject): JsonObject | null {
  const [groups, theirs] = [ours.actionFilters, body.actionFilters];
  if (kind !== "workflow" || !Array.isArray(groups) || !Array.isArray(theirs)) return null;
  const [only, ...more] = theirs.filter(isGroup);
  if (groups.length !== 2 || only === undefined || more.length > 0 || only.conditions.length > 0) return null;
  const parts = groups.filter(isGroup).map(({ logicType, conditions }) => ({ ...only, logicType, conditions }));
  return { ...body, actionFilters: parts };
}

const isGroup = (value: Json): value is JsonObject & { logicType: string; conditions: Json[] } =>
  value !== null && typeof value === "object" && !Array.isArray(value) && Array.isArray(value.conditions);

const secretAt = (kind: ResourceKind, path: string): boolean =>
  rows(kinds[kind].quirks, "may-be-secret").some((quirk) => touches(quirk.path, path));

function phrase(kind: ResourceKind, { path, expected, actual }: Difference): string {
  const { expected: ours, actual: theirs } = sides(expected, actual, 120);
  return `${kinds[kind].label}: ${path} is ${theirs} there, and a definition would make it ${ours}`;
}

/**
 * Routes that may tell the same people as the live objects do. In Datadog a message names them; in Sentry an alert's actions
 * do, which are compared as a whole; Stripe tells nobody.
 */
function routesOf({ objects }: Draft, routes: readonly Route[], stack: StackConfig): Route[] {
  const [object] = objects;
  if (object?.vendor === "sentry") return objects.some(({ kind }) => kind === "workflow") ? [...routes] : [];
  if (object?.vendor !== "datadog") return [];
  const told = sorted(textAt(object.body, "message").match(/(?<![\w.])@[\w.+-]+(?:@[\w.-]+\w)?/g) ?? []);
  return told === "" ? [] : routes.filter((route) => handlesOf(route, stack) === told);
}

const sorted = (names: readonly string[]): string => [...new Set(names)].sort().join(" ");

/** Null for a route that names what the stack does not have. */
function handlesOf(route: Route, stack: StackConfig): string | null {
  const id = definitionIdSchema.parse("imported/object");
  try {
    return sorted(handles({ stack, routes: new Map([[route.name, route]]) }, { id, route: route.name }));
  } catch (error) {
    if (error instanceof MissingSetting) return null;
    throw error;
  }
}
