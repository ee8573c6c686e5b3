import { describe, expect, it } from "vitest";
import { propertiesOf } from "../../../src/providers/server/inputs.ts";
import type { Properties, ResourceHandler } from "../../../src/providers/server/types.ts";
import { nextCursor } from "../../../src/vendors/pages.ts";
import { sentryKinds } from "../../../src/vendors/sentry/live.ts";
import { sentry } from "./memory.ts";
import { having, program } from "./recorded.ts";

const named = (inputs: Properties, id: string): Properties => having(inputs, { name: `Title tocsin:${id}` });
/** The inputs with members of their one data source changed. */
const sourced = (inputs: Properties, changes: Properties): Properties => {
  const { dataSources } = propertiesOf(inputs.body);
  const [source = null] = Array.isArray(dataSources) ? dataSources : [];
  return having(inputs, { dataSources: [{ ...propertiesOf(source), ...changes }] });
};
const inProject = (inputs: Properties, project: string): Properties =>
  having({ ...inputs, project }, { projectId: project });
function checked(handler: ResourceHandler, inputs: Properties): Properties {
  const result = handler.check(inputs, undefined, new Set());
  expect(result.failures).toEqual([]);
  return result.inputs;
}

describe("creating", () => {
  it("takes over what an interrupted run has left, in the wanted form", async () => {
    const { bodies, calls, monitor } = sentry();
    const first = await monitor().create(checked(monitor(), named(program.api(50), "sentry-errors")));
    calls.length = 0;
    const again = await monitor().create(checked(monitor(), named(program.api(40), "sentry-errors")));
    expect(again.id).toBe(first.id);
    expect(calls).toEqual(["list detector", `update ${first.id}`]);
    expect(JSON.stringify(bodies.get(first.id))).toContain('"comparison":40');
  });

  it("finds itself by the description's last line, too", async () => {
    const { monitor } = sentry();
    const described = having(program.api(50), { description: "What to do\ntocsin:sentry-errors" });
    const first = await monitor().create(checked(monitor(), described));
    expect((await monitor().create(checked(monitor(), named(program.api(50), "sentry-errors")))).id).toBe(first.id);
  });

  it("leaves other environments, projects, kinds and definitions alone", async () => {
    const { bodies, monitor, alert } = sentry();
    const api = named(program.api(50), "x");
    await monitor().create(checked(monitor(), sourced(api, { environment: "prod" })));
    await monitor().create(checked(monitor(), inProject(api, "worker")));
    await monitor().create(checked(monitor(), named(program.api(50), "xy")));
    await monitor().create(checked(monitor(), named(program.readyz(), "x")));
    await alert().create(checked(alert(), named(program.notifies(), "x")));
    await monitor().create(checked(monitor(), api));
    expect(bodies.size).toBe(6);
  });

  it("makes anew what somebody deleted between looking and taking over", async () => {
    const { bodies, monitor } = sentry();
    await monitor().create(checked(monitor(), named(program.api(50), "x")));
    const run = monitor();
    const other = await run.create(checked(run, named(program.api(50), "y")));
    bodies.clear();
    const made = await run.create(checked(run, named(program.api(50), "x")));
    expect(made.id).not.toBe(other.id);
    expect(bodies.size).toBe(1);
  });

  it("does not delete in the same run what it has just taken over", async () => {
    const { bodies, alert } = sentry();
    const first = await alert().create(checked(alert(), named(program.notifies(), "x")));
    const run = alert();
    await run.create(checked(run, named(program.notifies(), "x")));
    await run.delete(first.id, first.outputs);
    expect(bodies.has(first.id)).toBe(true);
  });
});

describe("reading", () => {
  it("shows no difference for what Sentry reorders and fills in, and every one that somebody made", async () => {
    const { bodies, monitor, alert } = sentry();
    for (const [handler, inputs] of [
      [monitor(), program.api(50)],
      [alert(), program.notifies()],
      [alert(), program.critical()],
    ] as const) {
      const stated = checked(handler, inputs);
      const { id, outputs } = await handler.create(stated);
      expect(await handler.read(id, { inputs: stated, outputs })).toEqual({ id, inputs: stated, outputs });
      bodies.set(id, { ...bodies.get(id), enabled: false });
      const live = await handler.read(id, { inputs: stated, outputs });
      expect(live?.inputs).toEqual(having(stated, { enabled: false }));
    }
  });

  it("imports by organization and id, with or without the project", async () => {
    const { monitor, alert } = sentry();
    const stated = checked(monitor(), program.api(50));
    const { id } = await monitor().create(stated);
    for (const path of [`acme/${id}`, `acme/web/${id}`]) {
      const imported = await monitor().read(path, undefined);
      expect(imported).toMatchObject({
        id,
        inputs: { organization: "acme", project: "web", body: { name: "High error rate (web API)" } },
      });
      const { detailed } = await monitor().diff(id, imported ?? { inputs: {}, outputs: {} }, stated, new Set());
      expect(detailed).toEqual({});
    }
    const notifies = await alert().create(checked(alert(), program.notifies()));
    expect(await alert().read(`acme/${notifies.id}`, undefined)).toMatchObject({
      id: notifies.id,
      inputs: { organization: "acme" },
    });
    await expect(monitor().read(id, undefined)).rejects.toThrow("not of the form organization/id");
    expect(await monitor().read("acme/999", undefined)).toBeNull();
  });

  it("says that an object has gone when it is to be changed", async () => {
    const { monitor } = sentry();
    const stated = checked(monitor(), program.api(50));
    await expect(monitor().update("999", { inputs: stated, outputs: stated }, stated)).rejects.toThrow(
      "Refresh the stack",
    );
  });
});

describe("comparing", () => {
  it("gives the property that changed, whatever the order", async () => {
    const { alert } = sentry();
    const olds = checked(alert(), program.critical());
    const [filter = null] = [propertiesOf(olds.body).actionFilters].flat();
    const tagged = (key: string, value: string) => ({
      type: "tagged_event",
      comparison: { key, match: "eq", value },
      conditionResult: true,
    });
    const conditions = [tagged("feature", "publishing"), tagged("severity", "fatal")];
    const news = checked(
      alert(),
      having(program.critical(), { actionFilters: [{ ...propertiesOf(filter), conditions }] }),
    );
    const { detailed } = await alert().diff("104", { inputs: olds, outputs: olds }, news, new Set());
    expect(detailed).toEqual({ "body.actionFilters[0].conditions[1].comparison.value": "update" });
  });

  it("another project is another monitor, never with the delete first", async () => {
    const { monitor } = sentry();
    const olds = checked(monitor(), program.api(50));
    const news = checked(monitor(), inProject(program.api(50), "worker"));
    const result = await monitor().diff("1", { inputs: olds, outputs: olds }, news, new Set());
    expect(result).toEqual({
      detailed: { project: "update-replace", "body.projectId": "update" },
      deleteBeforeReplace: false,
    });
  });
});

describe("refused inputs", () => {
  const { monitor, alert } = sentry();
  const group = (...conditions: Properties[]) => ({ conditionGroup: { logicType: "any", conditions } });
  const api = program.api(50);
  const gt = { type: "gt", comparison: 1, conditionResult: 75 };
  const lte = { type: "lte", comparison: 1, conditionResult: 0 };
  const filtered = (condition: Properties) =>
    having(program.critical(), {
      actionFilters: [
        { logicType: "all", conditions: [condition], actions: [{ type: "email", config: {}, data: {} }] },
      ],
    });
  it.each([
    [
      "window",
      monitor(),
      sourced(api, { timeWindow: 120 }),
      "body.dataSources[0].timeWindow",
      "must be one of 60, 300",
    ],
    ["name", monitor(), having(api, { name: "x".repeat(201) }), "body.name", "must be at most 200 characters long"],
    ["unknown key", monitor(), having(api, { time_window: 60 }), "body.time_window", "is no property that exists here"],
    ["no way back", monitor(), having(api, group(gt)), "body.conditionGroup.conditions", "never resolves"],
    ["no issue", monitor(), having(api, group(lte)), "body.conditionGroup.conditions", "none of these raises an issue"],
    [
      "a threshold as text",
      monitor(),
      having(api, group({ ...gt, comparison: "1" }, lte)),
      "body.conditionGroup.conditions[0].comparison",
      "must be a number",
    ],
    ["owner", monitor(), having(api, { owner: "7" }), "body.owner", "must be user:ID or team:ID"],
    [
      "dataset",
      monitor(),
      sourced(program.p95(), { dataset: "transactions" }),
      "body.dataSources[0].dataset",
      "use events_analytics_platform",
    ],
    [
      "interval",
      monitor(),
      sourced(program.readyz(), { intervalSeconds: 90 }),
      "body.dataSources[0].intervalSeconds",
      "must be one of 60, 300",
    ],
    ["url", monitor(), sourced(program.readyz(), { url: "app" }), "body.dataSources[0].url", "an http or https URL"],
    [
      "body of a GET",
      monitor(),
      sourced(program.readyz(), { body: "x" }),
      "body.dataSources[0].body",
      "cannot be sent with GET",
    ],
    ["what every project has", monitor(), having(api, { type: "error" }), "body.type", "is not created"],
    [
      "frequency",
      alert(),
      having(program.notifies(), { config: { frequency: 7 } }),
      "body.config.frequency",
      "must be one of 0, 5, 10, 30",
    ],
    ["silent", alert(), having(program.notifies(), { actionFilters: [] }), "body.actionFilters", "would notify nobody"],
    [
      "a way to match",
      alert(),
      filtered({ type: "tagged_event", comparison: { key: "a", match: "equals", value: "b" }, conditionResult: true }),
      "body.actionFilters[0].conditions[0].comparison.match",
      "must be one of eq, ne",
    ],
  ])("%s", (_title, handler, inputs, property, reason) => {
    const { failures } = handler.check(inputs, undefined, new Set());
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  });

  it("takes filters and types of monitor that it does not know as they are", () => {
    const released = { type: "assigned_to", comparison: { target_type: "Unassigned" }, conditionResult: true };
    expect(alert().check(filtered(released), undefined, new Set()).failures).toEqual([]);
    const { dataSources: _none, conditionGroup: _neither, ...common } = propertiesOf(api.body);
    const cron = { ...api, body: { ...common, type: "monitor_check_in_failure", dataSources: [{ name: "nightly" }] } };
    expect(monitor().check(cron, undefined, new Set()).failures).toEqual([]);
  });

  it("a monitor's id that is not known yet is no failure", () => {
    const inputs = having(program.notifies(), { detectorIds: [null] });
    expect(alert().check(inputs, undefined, new Set(["body.detectorIds[0]"])).failures).toEqual([]);
    const { detectorIds: _ids, ...rest } = propertiesOf(program.notifies().body);
    const without = { organization: "acme", body: rest };
    expect(alert().check(without, undefined, new Set(["body.detectorIds"])).failures).toEqual([]);
    expect(alert().check(without, undefined, new Set()).failures).toEqual([
      { property: "body.detectorIds", reason: "is missing" },
    ]);
  });
});

describe("Sentry's texts", () => {
  it("carry the identity at the end of a name or in a description's last line", () => {
    const { identify } = sentryKinds.detector;
    const id = (name: string, description = "") => identify?.({ name, description })?.definition ?? null;
    expect(id("Error rate tocsin:sentry-errors")).toBe("sentry-errors");
    expect(id("Error rate", "a\ntocsin:b")).toBe("b");
    expect(id("tocsin: the bell", "tocsin:b\nnot last")).toBeNull();
  });

  it("tell the next page of a list", () => {
    const link = (results: boolean) =>
      `<https://x/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <https://x/?cursor=0:100:0>; rel="next"; results="${results}"; cursor="0:100:0"`;
    expect(nextCursor(link(true))).toBe("0:100:0");
    expect(nextCursor(link(false))).toBeNull();
    expect(nextCursor(null)).toBeNull();
  });
});
