import { isDeepStrictEqual } from "node:util";
import type { LocalContext } from "../../context.ts";
import { ORG_ID } from "../api/account.ts";
import { refuse } from "../api/errors.ts";
import type { DatadogStore } from "../store.ts";
import { keptAssets, keptOptions, keptType } from "./echo.ts";
import type { Monitor } from "./model.ts";
import { judge } from "./rules.ts";
import type { MonitorBody } from "./schema.ts";

/** The part of a monitor that a body decides. */
type Content = Omit<Monitor, "id" | "createdAt" | "modifiedAt" | "overallState" | "overallStateModified">;

/**
 * Creates a monitor.
 *
 * @throws Refusal 400 for what the API does not take; the monitors of synthetic tests belong to their tests
 */
export function createMonitor(context: LocalContext, store: DatadogStore, body: MonitorBody): Monitor {
  if (body.type === "synthetics alert") {
    throw refuse(400, "Monitors of type 'synthetics alert' are created with their synthetic test");
  }
  const now = context.now();
  const content = contentOf(store, body);
  const twin = [...store.monitors.values()].find((other) => isSame(other, content));
  if (twin !== undefined) throw refuse(400, `Duplicate of an existing monitor_id:${twin.id} org_id:${ORG_ID}`);
  const monitor: Monitor = {
    id: context.newId(),
    ...content,
    createdAt: now,
    modifiedAt: now,
    overallState: "No Data",
    overallStateModified: null,
  };
  store.monitors.set(monitor.id, monitor);
  return monitor;
}

/**
 * Whether Datadog takes two monitors for one and refuses the second (its words: DataDog/datadog-operator issue 671): all
 * that somebody sees of them is equal.
 */
function isSame(one: Content, other: Content): boolean {
  const seen = ({ type, name, message, tags, query, options, priority }: Content) => {
    return { family: family(type), name, message, tags: [...tags].sort(), query, options, priority };
  };
  return isDeepStrictEqual(seen(one), seen(other));
}

/**
 * Changes a monitor: fields that the body lacks stay, `options` are replaced as a whole.
 *
 * @throws Refusal 400 for what the API does not take, a change of type included (`metric alert` and `query alert` are one)
 */
export function updateMonitor(
  context: LocalContext,
  store: DatadogStore,
  monitor: Monitor,
  changes: Partial<MonitorBody>,
): Monitor {
  if (changes.type !== undefined && family(changes.type) !== family(monitor.type)) {
    throw refuse(400, `The type of a monitor cannot be changed from '${monitor.type}' to '${changes.type}'`);
  }
  const updated: Monitor = { ...monitor, ...contentOf(store, { ...bodyOf(monitor), ...changes }) };
  if (changes.options === undefined) updated.defaultMissingData = monitor.defaultMissingData;
  updated.modifiedAt = context.now();
  store.monitors.set(monitor.id, updated);
  return updated;
}

function family(type: string): string {
  return type === "metric alert" ? "query alert" : type;
}

/** A monitor as the body that would make it again, for changes that leave fields out. */
function bodyOf(monitor: Monitor): Omit<MonitorBody, "type"> & { type: string } {
  const { type, name, message, tags, query, options, priority } = monitor;
  const assets = monitor.assets.map((asset) => ({
    name: asset.name,
    url: asset.url,
    category: "runbook" as const,
    template_variables: asset.template_variables,
    options: asset.options,
    resource_key: asset.resource_key,
    resource_type: asset.resource_type === null ? null : ("notebook" as const),
  }));
  const roles = monitor.restrictedRoles;
  return {
    type,
    name,
    message,
    tags,
    query,
    options,
    priority,
    assets,
    restricted_roles: roles,
    draft_status: monitor.draftStatus,
  };
}

function contentOf(store: DatadogStore, body: Omit<MonitorBody, "type"> & { type: string }): Content {
  const query = body.query.trim();
  const { parsed, notEvaluated } = judge(store, { type: body.type, query, options: body.options ?? {} });
  return {
    type: keptType(body.type, query),
    name: body.name,
    message: body.message.trim(),
    tags: body.tags ?? [],
    query,
    parsed,
    notEvaluated,
    options: keptOptions(body.type, body.options ?? {}),
    defaultMissingData: body.options?.on_missing_data === "default",
    priority: body.priority ?? null,
    restrictedRoles: body.restricted_roles ?? null,
    draftStatus: body.draft_status ?? "published",
    assets: keptAssets(body.assets),
  };
}
