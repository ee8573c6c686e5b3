import type { ResourceHandler } from "../server/types.ts";
import type { SentryClient } from "./client.ts";
import { metricMonitor } from "./metric-monitor.ts";
import { placeOf, sentryResource } from "./resource.ts";
import { uptimeMonitor } from "./uptime-monitor.ts";

/** Monitors of every type as one resource: each goes to the rules of its `type`. Another type is another monitor. */
export function monitor(client: SentryClient): ResourceHandler {
  const handlers = new Map<unknown, ResourceHandler>([
    ["metric_issue", sentryResource(metricMonitor(client))],
    ["uptime_domain_failure", sentryResource(uptimeMonitor(client))],
  ]);
  const known = [...handlers.keys()].join(", ");
  const of = ({ type }: { type?: unknown }): ResourceHandler => {
    const handler = handlers.get(type);
    if (handler === undefined)
      throw new Error(`A monitor of type ${String(type)} cannot be managed: it is none of ${known}.`);
    return handler;
  };
  return {
    secretOutputs: [...handlers.values()].flatMap(({ secretOutputs }) => secretOutputs ?? []),
    computedOutputs: [...new Set([...handlers.values()].flatMap(({ computedOutputs }) => computedOutputs ?? []))],
    check: (inputs, olds, unknown) =>
      handlers.get(inputs.type)?.check(inputs, olds, unknown) ?? {
        inputs,
        failures: [{ property: "type", reason: `must be one of ${known}` }],
      },
    diff: (id, olds, news, unknown) => of(news).diff(id, olds, news, unknown),
    create: (inputs) => of(inputs).create(inputs),
    // What is imported has no type here yet: Sentry says it.
    read: async (id, olds) => {
      if (olds !== undefined) return of(olds.inputs).read(id, olds);
      const place = placeOf(id);
      const live = await client.detectors("").get(place.organization, place.id);
      return live === null ? null : of(live).read(id, olds);
    },
    update: (id, olds, news) => of(news).update(id, olds, news),
    delete: (id, outputs) => of(outputs).delete(id, outputs),
  };
}
