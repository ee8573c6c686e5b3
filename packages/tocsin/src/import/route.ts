import { definitionIdSchema, type Route } from "../model/definition.ts";
import type { StackConfig } from "../model/stack.ts";
import { MissingSetting } from "../vendors/context.ts";
import { handles } from "../vendors/datadog/message.ts";
import { textOf } from "../vendors/live.ts";
import type { Draft } from "./draft.ts";

/**
 * Routes that may tell the same people as the live objects do. In Datadog a message names them; in Sentry an alert's actions
 * do, which are compared as a whole; Stripe tells nobody.
 */
export function routesOf({ objects }: Draft, routes: readonly Route[], stack: StackConfig): Route[] {
  const [object] = objects;
  if (object?.vendor === "sentry") return objects.some(({ kind }) => kind === "workflow") ? [...routes] : [];
  if (object?.vendor !== "datadog") return [];
  const told = sorted(textOf(object.body, "message").match(/(?<![\w.])@[\w.+-]+(?:@[\w.-]+\w)?/g) ?? []);
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
