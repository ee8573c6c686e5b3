import type { JsonObject } from "../../../src/model/resource.ts";
import type { SentryCalls, Store } from "../../../src/providers/sentry/client.ts";
import { alert, monitor } from "../../../src/providers/sentry/resource.ts";
import { propertiesOf } from "../../../src/providers/server/inputs.ts";
import type { Properties, Value } from "../../../src/providers/server/types.ts";
import type { LiveObject } from "../../../src/vendors/live.ts";
import { listedDetector, listedWorkflow } from "../../../src/vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../../src/vendors/sentry/live.ts";

const PROJECTS = [
  { id: "1", slug: "web" },
  { id: "2", slug: "worker" },
];

/** Sentry in memory: keeps bodies as Sentry does, and answers lists in another order than they came in. */
export function sentry() {
  const bodies = new Map<string, Properties>();
  const calls: string[] = [];
  let made = 100;
  const listOf = (value: Value | undefined) => (Array.isArray(value) ? value.map(propertiesOf) : []);
  const answerDetector = (id: string): LiveObject => {
    const body = bodies.get(id) ?? {};
    const [source = {}] = listOf(body.dataSources);
    const group = propertiesOf(body.conditionGroup);
    const isMetric = body.type === "metric_issue";
    const answer = listedDetector.parse({
      ...body,
      id,
      projectId: PROJECTS.find(({ slug }) => slug === body.projectId)?.id,
      dataSources: [
        {
          type: isMetric ? "snuba_query_subscription" : "uptime_subscription",
          queryObj: isMetric ? { snubaQuery: { ...source, extrapolationMode: "unknown" } } : source,
        },
      ],
      conditionGroup: isMetric ? { ...group, conditions: listOf(group.conditions).reverse() } : null,
    });
    return liveDetector("acme", answer);
  };
  const answerWorkflow = (id: string): LiveObject => {
    const body = bodies.get(id) ?? {};
    const filters = listOf(body.actionFilters).map((filter) => ({
      ...filter,
      conditions: listOf(filter.conditions).reverse(),
      actions: listOf(filter.actions)
        .map((one) =>
          one.type === "slack" ? { ...one, config: { ...propertiesOf(one.config), targetIdentifier: "C1" } } : one,
        )
        .reverse(),
    }));
    const triggers = propertiesOf(body.triggers);
    const answer = listedWorkflow.parse({
      ...body,
      id,
      actionFilters: filters,
      triggers: { ...triggers, conditions: listOf(triggers.conditions).reverse() },
    });
    return liveWorkflow("acme", answer);
  };
  function store(kind: string, answer: (id: string) => LiveObject, of: (body: Properties) => boolean): Store {
    return {
      async create(_organization, _project, body: JsonObject) {
        made += 1;
        calls.push(`create ${kind}`);
        bodies.set(String(made), body);
        return answer(String(made));
      },
      async list() {
        calls.push(`list ${kind}`);
        return [...bodies].filter(([, body]) => of(body)).map(([id]) => answer(id));
      },
      get: async (_organization, id) => (bodies.has(id) ? answer(id) : null),
      async update(_organization, id, body) {
        calls.push(`update ${id}`);
        if (!bodies.has(id)) return null;
        bodies.set(id, body);
        return answer(id);
      },
      async remove(_organization, id) {
        calls.push(`remove ${id}`);
        bodies.delete(id);
      },
    };
  }
  const client: SentryCalls = {
    detectors: store("detector", answerDetector, (body) => "dataSources" in body),
    workflows: store("workflow", answerWorkflow, (body) => "triggers" in body),
    async project(_organization, slugOrId) {
      const found = PROJECTS.find(({ id, slug }) => id === slugOrId || slug === slugOrId);
      if (!found) throw new Error(`no project ${slugOrId}`);
      return found;
    },
  };
  return {
    bodies,
    calls,
    monitor: () => monitor(client),
    alert: () => alert(client),
  };
}
