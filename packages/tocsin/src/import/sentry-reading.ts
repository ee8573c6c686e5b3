import type { Definition } from "../model/definition.ts";
import { isObject, type Json, type JsonObject } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { compile } from "../vendors/compile.ts";
import { MissingSetting } from "../vendors/context.ts";
import { diff } from "../vendors/diff.ts";
import { detectorQuirks } from "../vendors/sentry/quirks.ts";
import type { Reading } from "../vendors/verbatim-alert.ts";
import { Inexpressible, type Watched } from "./draft.ts";
import { routeToNobody } from "./fit.ts";
import { readMonitorBody } from "./sentry-monitor.ts";

/** Monitors in Sentry's own words, read as the signal that says the same: of `sentryMonitor`, and of what is imported verbatim. */

/** Members of a monitor that say what it watches and when it fires. */
const watching = ["type", "dataSources", "conditionGroup", "config"] as const;

/**
 * @param defined makes a definition of what was read
 * @throws Inexpressible where no signal says all of it
 */
export function readSentryMonitor(
  body: JsonObject,
  project: string,
  stack: StackConfig,
  defined: (watched: Watched) => Definition,
): Reading {
  const asked = inEnvironment(body, stack.sentry.environment);
  const definition = defined(readMonitorBody(asked, project, stack));
  const written = bodyOf(definition, "detector", stack);
  const differs = written === null || diff(watchedOf(written), watchedOf(asked), detectorQuirks).length > 0;
  if (differs) throw new Inexpressible("its body says more than the signal that it is read as");
  return { definition, unread: null };
}

/** A monitor of every environment sees what a drill sends into the stack's own. */
function inEnvironment(body: JsonObject, environment: string): JsonObject {
  const dataSources = Array.isArray(body.dataSources) ? body.dataSources : [];
  const within = (source: Json): Json =>
    isObject(source) && "aggregate" in source && source.environment == null ? { ...source, environment } : source;
  return { ...body, dataSources: dataSources.map(within) };
}

/** Without its name, which says nothing of what is watched. */
function watchedOf(body: JsonObject): JsonObject {
  const own = Object.fromEntries(
    watching.flatMap((member) => (member in body ? [[member, body[member] ?? null]] : [])),
  );
  const dataSources = Array.isArray(own.dataSources) ? own.dataSources : [];
  const unnamed = (source: Json): Json => (isObject(source) ? { ...source, name: "" } : source);
  return { ...own, dataSources: dataSources.map(unnamed) };
}

/** What a definition is compiled to of a kind; null where the stack lacks what it names. */
export function bodyOf(definition: Definition, wanted: "detector" | "workflow", stack: StackConfig): JsonObject | null {
  try {
    const made = compile([{ ...definition, route: routeToNobody.name }], [routeToNobody], stack);
    return made.find(({ kind, definition: of }) => kind === wanted && of === definition.id)?.body ?? null;
  } catch (error) {
    if (error instanceof MissingSetting) return null;
    throw error;
  }
}
