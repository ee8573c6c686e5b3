import { alert } from "../../../src/providers/sentry/alert.ts";
import type { SentryClient, Store } from "../../../src/providers/sentry/client.ts";
import { monitor } from "../../../src/providers/sentry/monitor-types.ts";
import { sentryResource } from "../../../src/providers/sentry/resource.ts";
import { detector, type LiveDetector, type LiveWorkflow, workflow } from "../../../src/providers/sentry/shapes.ts";
import { propertiesOf } from "../../../src/providers/server/inputs.ts";
import type { Properties, Value } from "../../../src/providers/server/types.ts";

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
  const answerDetector = (id: string): LiveDetector => {
    const body = bodies.get(id) ?? {};
    const [source = {}] = listOf(body.dataSources);
    const group = propertiesOf(body.conditionGroup);
    const isMetric = body.type === "metric_issue";
    return detector.parse({
      ...body,
      id,
      projectId: PROJECTS.find(({ slug }) => slug === body.projectId)?.id,
      dataSources: [{ queryObj: isMetric ? { snubaQuery: { ...source, extrapolationMode: "unknown" } } : source }],
      conditionGroup: isMetric ? { ...group, conditions: listOf(group.conditions).reverse() } : null,
    });
  };
  const answerWorkflow = (id: string): LiveWorkflow => {
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
    return workflow.parse({
      ...body,
      id,
      actionFilters: filters,
      triggers: { conditions: listOf(triggers.conditions).reverse() },
    });
  };
  function store<T>(kind: string, answer: (id: string) => T, of: (body: Properties) => boolean): Store<T> {
    return {
      async create(_organization, _project, body) {
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
  const client: SentryClient = {
    detectors: (type) => store("detector", answerDetector, (body) => body.type === type),
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
    alert: () => sentryResource(alert(client)),
  };
}
