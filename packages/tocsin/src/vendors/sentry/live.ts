import { isObject, type Json, type JsonObject, type Resource, textAt, type VendorKinds } from "../../model/resource.ts";
import {
  type Covered,
  groupBy,
  type Identity,
  idInLastLine,
  type Kind,
  type ListOptions,
  type LiveList,
  type LiveObject,
  liveObject,
  textsOf,
} from "../live.ts";
import type { ListedDetector, ListedWorkflow, SentryClient } from "./client.ts";
import { detectorMembers, workflowMembers } from "./members.ts";
import { detectorQuirks, workflowQuirks } from "./quirks.ts";

/** The id at the end of a name or, should a hand have renamed the object, in the last line of its description. */
function definitionOf(body: JsonObject): string | null {
  return / tocsin:(\S+)\s*$/.exec(textAt(body, "name"))?.[1] ?? idInLastLine(textAt(body, "description"));
}

const environmentOf = (node: Json | undefined): string | null =>
  isObject(node) ? textAt(node, "environment") || null : null;

function identifyDetector(body: JsonObject): Identity | null {
  const definition = definitionOf(body);
  const sources = Array.isArray(body.dataSources) ? body.dataSources : [];
  const environment = environmentOf(sources[0]) ?? environmentOf(body.config);
  return definition === null ? null : { definition, environment };
}

function identifyWorkflow(body: JsonObject): Identity | null {
  const definition = definitionOf(body);
  return definition === null ? null : { definition, environment: environmentOf(body) };
}

/** The environment that a body watches or notifies in; null where it is all of them. */
export function environmentIn(body: JsonObject): string | null {
  const [source] = Array.isArray(body.dataSources) ? body.dataSources : [];
  return environmentOf(body) ?? environmentOf(source);
}

/** Every project comes with monitors of Sentry's own; the definitions use them, and nobody made them. */
const isBuiltIn = (body: JsonObject): boolean => ["error", "issue_stream"].includes(textAt(body, "type"));

/** Ids of the projects that the stack covers: its file knows their slugs, and of each the id of its error monitor. */
function projectIds({ config, live }: Covered): ReadonlySet<string> {
  const names = config.scope.sentry?.projects ?? Object.keys(config.sentry.projects);
  const errorMonitors = new Set(names.flatMap((name) => config.sentry.projects[name]?.errorMonitor ?? []));
  return new Set(
    live.flatMap(({ kind, vendorId, body }) =>
      kind === "detector" && errorMonitors.has(vendorId) ? [String(body.projectId)] : [],
    ),
  );
}

function monitorsWithin(covered: Covered): (live: LiveObject) => boolean {
  const projects = projectIds(covered);
  return ({ body }) => !isBuiltIn(body) && projects.has(String(body.projectId));
}

function alertsWithin(covered: Covered): (live: LiveObject) => boolean {
  const projects = projectIds(covered);
  const monitors = new Set(
    covered.live.flatMap(({ kind, vendorId, body }) =>
      kind === "detector" && projects.has(String(body.projectId)) ? [vendorId] : [],
    ),
  );
  return ({ body }) => textsOf(body.detectorIds).some((id) => monitors.has(id));
}

const named = (body: JsonObject): string => textAt(body, "name");

export const sentryKinds: Readonly<Record<VendorKinds["sentry"], Kind>> = {
  detector: {
    vendor: "sentry",
    label: "monitor",
    title: named,
    identify: identifyDetector,
    naturalKey: (_parent, body) => named(body),
    within: monitorsWithin,
    quirks: detectorQuirks,
    members: detectorMembers,
  },
  workflow: {
    vendor: "sentry",
    label: "alert",
    title: named,
    identify: identifyWorkflow,
    naturalKey: (_parent, body) => named(body),
    within: alertsWithin,
    quirks: workflowQuirks,
    members: workflowMembers,
  },
};

/**
 * The lists that check `resources`: one a kind and organisation; with `everything` both kinds of each organisation, since
 * one may hold objects that no definition knows.
 */
export function sentryLists(client: SentryClient, resources: Resource[], { everything }: ListOptions): LiveList[] {
  return [...groupBy(resources, ({ parent }) => textAt(parent, "organization"))].flatMap(([organization, own]) => {
    const lists: LiveList[] = [
      {
        ...{ vendor: "sentry", kind: "detector", covers: own.filter(({ kind }) => kind === "detector") },
        read: async () => (await client.detectors(organization)).map((body) => liveDetector(organization, body)),
      },
      {
        ...{ vendor: "sentry", kind: "workflow", covers: own.filter(({ kind }) => kind === "workflow") },
        read: async () => (await client.workflows(organization)).map((body) => liveWorkflow(organization, body)),
      },
    ];
    return lists.filter(({ covers }) => everything || covers.length > 0);
  });
}

export function liveDetector(organization: string, listed: ListedDetector): LiveObject {
  const dataSources = (listed.dataSources ?? []).map((source) => unwrapped(source.queryObj ?? {}));
  const body: JsonObject = { ...listed, dataSources };
  return liveObject(sentryKinds.detector, "detector", listed.id, body, { parent: { organization } });
}

export function liveWorkflow(organization: string, body: ListedWorkflow): LiveObject {
  return liveObject(sentryKinds.workflow, "workflow", body.id, body, { parent: { organization } });
}

/** What was sent as a data source: the members of `snubaQuery`, for uptime those of `queryObj` itself, without ids. */
function unwrapped(queryObj: JsonObject): JsonObject {
  const inner = queryObj.snubaQuery;
  const sent = isObject(inner) ? inner : queryObj;
  const { id: _id, ...rest } = sent;
  return rest;
}
