import type { Route } from "../../model/definition.ts";
import { type Destination, wakes } from "../../model/destination.ts";
import type { Json, Resource } from "../../model/resource.ts";
import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { handlesIn } from "../../vendors/datadog/handles.ts";
import { handleOf } from "../../vendors/destinations.ts";
import { rule } from "../rule.ts";

/** Kinds of resource that notify. */
const notifying = ["monitor", "synthetics-test", "workflow"];

/** Actions of Sentry's that page somebody, whatever they are bound to. */
const paging = new Set(["pagerduty", "opsgenie", "sentry_app"]);

/** Whether a compiled resource names anything that wakes somebody. */
function wakesSomebody({ kind, body }: Resource, route: Route, destinations: readonly Destination[]): boolean {
  const waking = destinations.filter(wakes);
  if (kind !== "workflow") {
    const handles = new Set([...waking.map(handleOf), ...route.pager.map((handle) => `@${handle}`)]);
    return handlesIn(textAt(body, "message")).some((handle) => handles.has(handle));
  }
  const hooks = new Set(
    waking.flatMap((one) => ("sentry" in one && one.kind === "webhook" ? [one.sentry?.service] : [])),
  );
  const pages = (action: Json) =>
    paging.has(String(valueAt(action, "type"))) ||
    (valueAt(action, "type") === "webhook" && hooks.has(String(valueAt(action, "config.targetIdentifier"))));
  return listAt(body, "actionFilters").some((_, i) => listAt(body, `actionFilters.${i}.actions`).some(pages));
}

export const alertPageWakesNobody = rule({
  id: "alert/page-wakes-nobody",
  severity: "warning",
  title: "A compiled page names nothing that wakes somebody",
  looksAt: "stack",
  // A stack that drills wakes nobody on purpose; a route without any destination is told by alert/page-without-pager.
  check: ({ config, definitions, resources, routes = [] }) => {
    if (config.allowDrills !== false) return [];
    const byName = new Map(routes.map((route) => [route.name, route]));
    const destinations = Object.values(config.destinations ?? {});
    return definitions.flatMap(({ id, severity, route: name }) => {
      const route = byName.get(name);
      if (severity !== "page" || route?.notify === undefined) return [];
      const silent = resources.find(
        (one) => one.definition === id && notifying.includes(one.kind) && !wakesSomebody(one, route, destinations),
      );
      if (silent === undefined) return [];
      return [
        {
          definition: id,
          subject: silent.name,
          at: "route",
          message: `it is a page, and its ${silent.vendor} ${silent.kind} in ${config.name} names no pager: what route ${name} is bound to there wakes nobody`,
          remedy: `Bind a pager under tocsin:destinations of Pulumi.${config.name}.yaml, or call it a ticket.`,
        },
      ];
    });
  },
});
