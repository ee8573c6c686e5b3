import { z } from "zod";
import type { Definition } from "../../model/definition.ts";
import { type JsonObject, type Resource, textAt } from "../../model/resource.ts";
import { datadogMonitor } from "../../model/signals/datadog.ts";
import type { StackConfig } from "../../model/stack.ts";
import { invertedMonitor, invertedTest } from "../../vendors/datadog/fire-invert.ts";

import type { LeftAlone, Reading, VerbatimAlert } from "../../vendors/verbatim-alert.ts";
import type { KnownObjectives } from "../burn-rate.ts";
import { type Draft, Inexpressible } from "../draft.ts";
import { definitionOf, routeToNobody } from "../fit.ts";
import { readQuery } from "../reading.ts";
import { notified } from "./notified.ts";
import { readAlertOnIssues, readMonitorWithAlerts } from "./sentry-alert.ts";

/** What is imported verbatim, read as an alert that a drill can make fire. */

/**
 * Reads an alert that is imported verbatim. What a signal says is fired by that signal, every other of Datadog's by inverting its
 * comparison; what can be neither is left alone.
 * @param resource what fires, and `others` that are imported as one with it
 * @param titles of all alerts of the stack: two of Datadog's with one title are left alone
 * @param beside of Sentry's monitors the ids of alerts that notify of others too; and the objectives of the project
 */
export function readAlert(
  [resource, ...others]: readonly [Resource, ...Resource[]],
  titles: readonly string[],
  stack: StackConfig,
  { shared = [], objectives = new Map() }: { shared?: readonly string[]; objectives?: KnownObjectives } = {},
): VerbatimAlert | LeftAlone {
  const id = String(resource.definition);
  const named = (draft: Omit<Draft, "title">) => defined(draft, id);
  try {
    if (resource.kind === "detector") return readMonitorWithAlerts(resource, { alerts: others, shared }, stack, named);
    if (resource.kind === "workflow") return readAlertOnIssues(resource, stack, named);
    const watched = watchedBy(resource, id, { stack, objectives });
    return { ...watched, ...notified(resource, titles, stack) };
  } catch (error) {
    if (error instanceof Inexpressible) return { id, reason: error.message };
    throw error;
  }
}

interface Beside {
  stack: StackConfig;
  objectives: KnownObjectives;
}

function watchedBy({ kind, body }: Resource, id: string, beside: Beside): Reading {
  return kind === "monitor" ? monitor(body, id, beside) : test(body, id);
}

function monitor(body: JsonObject, id: string, { stack, objectives }: Beside): Reading {
  try {
    return readQuery(body, stack, (draft) => defined(draft, id), objectives);
  } catch (error) {
    if (error instanceof Inexpressible)
      return { definition: asItStands(body, id, error.message), unread: error.message };
    throw error;
  }
}

/** A draft as a definition, without what only an update of it would state. @throws Inexpressible */
function defined({ service, severity, signal, condition, objects }: Omit<Draft, "title">, id: string): Definition {
  const draft = { title: "Imported alert", service, severity, signal, condition, objects };
  const definition = definitionOf(draft, id, routeToNobody.name);
  if (Array.isArray(definition)) throw new Inexpressible(definition.join("; "));
  return definition;
}

/** A monitor whose query no signal says: all that is known is that its comparison can be inverted. @throws Inexpressible with `why` */
function asItStands(body: JsonObject, id: string, why: string): Definition {
  const [type, query] = [textAt(body, "type"), textAt(body, "query")];
  try {
    invertedMonitor(body, "");
  } catch {
    throw new Inexpressible(`${why}, and no comparison ends its query that could be inverted`);
  }
  // Datadog takes no burn rate below its limit, so that there is nothing to invert.
  if (type === "slo alert") throw new Inexpressible(why);
  // A type that the language has no word for is inverted all the same: only a composite is inverted in another way.
  const known = datadogMonitor.shape.type.safeParse(type).data ?? "query alert";
  const signal = { kind: "datadog-monitor", type: known, query, options: {} } as const;
  return defined({ ...plain, signal, condition: { kind: "as-stated" } }, id);
}

const plain = { service: "imported", severity: "ticket", objects: [] } satisfies Partial<Draft>;

const paceShape = z.object({
  tick_every: z.number().int().positive(),
  min_failure_duration: z.number().nonnegative().default(0),
});

/** A test of whatever kind: how often it runs, and how often it has to fail. @throws Inexpressible */
function test(body: JsonObject, id: string): Reading {
  if (body.type !== "api")
    throw new Inexpressible("the steps of a browser test stand in no list, so nothing of it can be inverted");
  if (body.status === "paused") throw new Inexpressible("it is paused: it does not run");
  const pace = paceShape.safeParse(body.options);
  if (!pace.success) throw new Inexpressible("it does not say how often it runs");
  try {
    invertedTest(body, "");
  } catch {
    throw new Inexpressible("it asserts nothing that can be inverted");
  }
  const { tick_every: every, min_failure_duration: time } = pace.data;
  const failures = Math.min(10, Math.max(1, Math.round(time / every + 0.5)));
  const signal = {
    kind: "http-check",
    service: "imported",
    path: "/",
    every,
    expect: { status: 200 },
  } as Draft["signal"];
  const condition = { kind: "consecutive-failures", failures } as const;
  const unread = "an endpoint cannot be made to fail from outside";
  return { definition: defined({ ...plain, signal, condition }, id), unread };
}
