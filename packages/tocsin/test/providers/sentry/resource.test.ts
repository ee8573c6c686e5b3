import { describe, expect, it } from "vitest";
import { nextCursor } from "../../../src/providers/sentry/client.ts";
import { identityOf } from "../../../src/providers/sentry/identity.ts";
import type { sentryResource } from "../../../src/providers/sentry/resource.ts";
import type { Properties } from "../../../src/providers/server/types.ts";
import { sentry } from "./memory.ts";
import { program } from "./recorded.ts";

const named = (inputs: Properties, id: string): Properties => ({ ...inputs, name: `Title tocsin:${id}` });
function checked(handler: ReturnType<typeof sentryResource>, inputs: Properties): Properties {
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
    const described = { ...program.api(50), description: "What to do\ntocsin:sentry-errors" };
    const first = await monitor().create(checked(monitor(), described));
    expect((await monitor().create(checked(monitor(), named(program.api(50), "sentry-errors")))).id).toBe(first.id);
  });

  it("leaves other environments, projects, kinds and definitions alone", async () => {
    const { bodies, monitor, alert } = sentry();
    const api = named(program.api(50), "x");
    await monitor().create(checked(monitor(), { ...api, environment: "prod" }));
    await monitor().create(checked(monitor(), { ...api, project: "worker" }));
    await monitor().create(checked(monitor(), named(program.api(50), "xy")));
    await monitor().create(checked(monitor(), named(program.readyz(), "x")));
    await alert().create(checked(alert(), named(program.rings(), "x")));
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
    const first = await alert().create(checked(alert(), named(program.rings(), "x")));
    const run = alert();
    await run.create(checked(run, named(program.rings(), "x")));
    await run.delete(first.id, first.outputs);
    expect(bodies.has(first.id)).toBe(true);
  });
});

describe("reading", () => {
  it("shows no difference for what Sentry reorders and fills in, and every one that somebody made", async () => {
    const { bodies, monitor, alert } = sentry();
    for (const [handler, inputs] of [
      [monitor(), program.api(50)],
      [alert(), program.rings()],
      [alert(), program.critical()],
    ] as const) {
      const stated = checked(handler, inputs);
      const { id, outputs } = await handler.create(stated);
      expect(await handler.read(id, { inputs: stated, outputs })).toEqual({ id, inputs: stated, outputs });
      bodies.set(id, { ...bodies.get(id), enabled: false });
      const live = await handler.read(id, { inputs: stated, outputs });
      expect(live?.inputs).toEqual({ ...stated, enabled: false });
    }
  });

  it("imports by organization and id, with or without the project", async () => {
    const { monitor, alert } = sentry();
    const stated = checked(monitor(), program.api(50));
    const { id } = await monitor().create(stated);
    for (const path of [`acme/${id}`, `acme/web/${id}`]) {
      const imported = await monitor().read(path, undefined);
      expect(imported).toMatchObject({ id, inputs: { organization: "acme", project: "web", name: stated.name } });
      const { detailed } = await monitor().diff(id, imported ?? { inputs: {}, outputs: {} }, stated, new Set());
      expect(detailed).toEqual({});
    }
    const rings = await alert().create(checked(alert(), program.rings()));
    expect(await alert().read(`acme/${rings.id}`, undefined)).toMatchObject({
      id: rings.id,
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
    const news = checked(alert(), {
      ...program.critical(),
      actionFilters: [
        {
          logicType: "all",
          conditions: [
            { taggedEvent: { key: "feature", match: "eq", value: "publishing" } },
            { taggedEvent: { key: "severity", match: "eq", value: "fatal" } },
          ],
          actions: [{ slack: { integrationId: "55", channelName: "#alerts" } }],
        },
      ],
    });
    const { detailed } = await alert().diff("104", { inputs: olds, outputs: olds }, news, new Set());
    expect(detailed).toEqual({ "actionFilters[0].conditions[1].taggedEvent.value": "update" });
  });

  it("another project is another monitor, never with the delete first", async () => {
    const { monitor } = sentry();
    const olds = checked(monitor(), program.api(50));
    const news = checked(monitor(), { ...program.api(50), project: "worker" });
    const result = await monitor().diff("1", { inputs: olds, outputs: olds }, news, new Set());
    expect(result).toEqual({ detailed: { project: "update-replace" }, deleteBeforeReplace: false });
  });
});

describe("refused inputs", () => {
  const { monitor, alert } = sentry();
  const group = (...conditions: Properties[]) => ({ conditionGroup: { conditions } });
  it.each([
    [
      "window",
      monitor(),
      { ...program.api(50), timeWindowSeconds: 120 },
      "timeWindowSeconds",
      "must be one of 60, 300, 600, 900",
    ],
    ["name", monitor(), { ...program.api(50), name: "x".repeat(201) }, "name", "must be at most 200 characters long"],
    [
      "unknown key",
      monitor(),
      { ...program.api(50), time_window: 60 },
      "time_window",
      "is no property that exists here",
    ],
    [
      "no way back",
      monitor(),
      { ...program.api(50), ...group({ type: "gt", comparison: 1, conditionResult: 75 }) },
      "conditionGroup.conditions",
      "never resolves",
    ],
    [
      "no issue",
      monitor(),
      { ...program.api(50), ...group({ type: "lte", comparison: 1, conditionResult: 0 }) },
      "conditionGroup.conditions",
      "none of these raises an issue",
    ],
    [
      "two owners",
      monitor(),
      { ...program.api(50), owner: { userId: "1", teamId: "2" } },
      "owner",
      "must have either userId or teamId",
    ],
    ["dataset", monitor(), { ...program.p95(), dataset: "transactions" }, "dataset", "use events_analytics_platform"],
    ["interval", monitor(), { ...program.readyz(), intervalSeconds: 90 }, "intervalSeconds", "must be one of 60, 300"],
    ["url", monitor(), { ...program.readyz(), url: "app" }, "url", "must be an http or https URL"],
    ["body of a GET", monitor(), { ...program.readyz(), body: "x" }, "body", "cannot be sent with GET"],
    [
      "frequency",
      alert(),
      { ...program.rings(), frequencyMinutes: 7 },
      "frequencyMinutes",
      "must be one of 0, 5, 10, 30",
    ],
    ["silent", alert(), { ...program.rings(), actionFilters: [] }, "actionFilters", "would notify nobody"],
    [
      "two triggers in one",
      alert(),
      { ...program.rings(), triggerConditions: [{ firstSeenEvent: {}, regressionEvent: {} }] },
      "triggerConditions[0]",
      "exactly one member",
    ],
  ])("%s", (_title, handler, inputs, property, reason) => {
    const { failures } = handler.check(inputs, undefined, new Set());
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  });

  it("a monitor's id that is not known yet is no failure", () => {
    const inputs = { ...program.rings(), monitorIds: [null] };
    expect(alert().check(inputs, undefined, new Set(["monitorIds[0]"])).failures).toEqual([]);
    const { monitorIds: _ids, ...rest } = program.rings();
    expect(alert().check(rest, undefined, new Set(["monitorIds"])).failures).toEqual([]);
    expect(alert().check(rest, undefined, new Set()).failures).toEqual([
      { property: "monitorIds", reason: "is missing" },
    ]);
  });
});

describe("Sentry's texts", () => {
  it("carry the identity at the end of a name or in a description's last line", () => {
    expect(identityOf("Error rate tocsin:sentry-errors")).toBe("sentry-errors");
    expect(identityOf("Error rate", "a\ntocsin:b")).toBe("b");
    expect(identityOf("tocsin: the bell", "tocsin:b\nnot last")).toBeNull();
  });

  it("tell the next page of a list", () => {
    const link = (results: boolean) =>
      `<https://x/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <https://x/?cursor=0:100:0>; rel="next"; results="${results}"; cursor="0:100:0"`;
    expect(nextCursor(link(true))).toBe("0:100:0");
    expect(nextCursor(link(false))).toBeNull();
    expect(nextCursor(null)).toBeNull();
  });
});
