import { expect, it } from "vitest";
import { ownStand } from "./stand.ts";

const { world, look, changed } = ownStand({ lives: true });

it("finds nothing at the vendors of a stack that is live as it should be, and validates nothing that has not changed", async () => {
  world().context.requests.clear();
  const { findings, complete, notChecked, calls } = await look();
  expect(findings).toEqual([]);
  expect(complete).toBe(true);
  expect(notChecked).toEqual([expect.stringContaining("links of the local stack")]);
  const paths = world()
    .context.requests.list()
    .map(({ path }) => path);
  expect(paths.filter((path) => path.includes("validate"))).toEqual([]);
  expect(calls.datadog).toBeLessThanOrEqual(8);
});

it("sends one call for each changed monitor, and tells in Datadog's words what it refuses", async () => {
  const stack = changed("web-api/5xx-rate", { query: "avg(last_5m):nonsense > 5", type: "query alert" });
  world().context.requests.clear();
  const { findings, complete } = await look(stack);
  const validations = world()
    .context.requests.list()
    .filter(({ path }) => path.includes("validate"));
  expect([complete, validations.length]).toEqual([true, 1]);
  expect(findings).toMatchObject([
    { rule: "datadog/query-invalid", definition: "web-api/5xx-rate", severity: "error" },
  ]);
  expect(findings[0]?.message).toMatch(/^Datadog refuses it: .*nvalid/);
});

it("takes a base in place of what is live", async () => {
  const { resources } = world();
  const base = new Map(resources.map(({ name, body }) => [name, body]));
  const stack = changed("web-api/5xx-rate", { message: "Other words. @slack-acme-alerts-local" });
  world().context.requests.clear();
  expect((await look(stack, { base })).findings).toEqual([]);
  base.delete(world().of("database/disk", "monitor").resource.name);
  await look(stack, { base });
  const sent = world()
    .context.requests.list()
    .filter(({ path }) => path.includes("validate"));
  expect(sent).toHaveLength(3);
});

it("finds a handle that Datadog does not know", async () => {
  const message = `${String(world().of("database/disk", "monitor").resource.body.message)} @webhook-pager`;
  const { findings } = await look(changed("database/disk", { message }));
  expect(findings).toMatchObject([
    { rule: "datadog/handle-unknown", definition: "database/disk", subject: "@webhook-pager" },
  ]);
});

it("finds where what is raw does not arrive: a handle, a user", async () => {
  const { stack: config, definitions, resources } = world().project;
  const monitor = world().of("database/disk", "monitor").resource;
  const alert = world().of("publishing/critical-errors", "workflow").resource;
  const raw = [
    {
      ...{ ...monitor, name: "shop/by-hand/monitor", definition: "shop/by-hand" },
      body: { ...monitor.body, message: "look @webhook-gone" },
    },
    {
      ...{ ...alert, name: "shop/alert/workflow", definition: "shop/alert" },
      body: JSON.parse(JSON.stringify(alert.body).replace(/"targetIdentifier":"\d+"/, '"targetIdentifier":"4711"')),
    },
  ];
  const { findings } = await look({ config, definitions, resources, raw });
  expect(findings.map(({ rule, definition, subject }) => [rule, definition, subject])).toEqual([
    ["datadog/handle-unknown", "shop/by-hand", "@webhook-gone"],
    ["sentry/recipient-unknown", null, "user 4711"],
  ]);
});

it("finds a channel, a member and integrations that are not there", async () => {
  const { stack, definitions, resources } = world().project;
  const alert = world().of("publishing/critical-errors", "workflow").resource;
  const page = { type: "pagerduty", integrationId: "77", data: {}, config: { targetType: "specific" } };
  const paging = {
    ...{ ...alert, name: "shop/paging/workflow", definition: "shop/paging" },
    body: { ...alert.body, actionFilters: [{ logicType: "all", conditions: [], actions: [page] }] },
  };
  const config = { ...stack, channels: { alerts: "#alerts-gone" } };
  const moved = JSON.parse(JSON.stringify(resources).replaceAll('"integrationId":"55"', '"integrationId":"56"'));
  const { findings } = await look({ config, definitions, resources: [...moved, paging] });
  expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
    ["sentry/recipient-unknown", "working integration 56"],
    ["sentry/recipient-unknown", "working integration 77"],
    ["slack/channel-unreachable", "#alerts-gone"],
  ]);
});

it("finds a member and a team that an issue would have to be assigned to, and that are not there", async () => {
  const { stack: config, definitions, resources } = world().project;
  const alert = world().of("publishing/critical-errors", "workflow").resource;
  const assigned = (targetType: string, targetIdentifier: number) => ({
    ...{ ...alert, name: `shop/${targetType}/workflow`, definition: `shop/${targetType}` },
    body: {
      ...alert.body,
      actionFilters: [
        {
          logicType: "all",
          conditions: [{ type: "assigned_to", comparison: { targetType, targetIdentifier }, conditionResult: true }],
          actions: [],
        },
      ],
    },
  });
  const { findings } = await look({
    ...{ config, definitions },
    resources: [...resources, assigned("Member", 7), assigned("Member", 4711), assigned("Team", 4712)],
  });
  expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
    ["sentry/recipient-unknown", "user 4711"],
    ["sentry/recipient-unknown", "team 4712"],
  ]);
  expect(findings[0]?.message).toContain("never fires");
});

it("finds a metric and a service that nobody has ever heard of", async () => {
  const { query } = world().of("database/disk", "monitor").resource.body;
  const stack = changed("database/disk", {
    query: String(query).replaceAll("filesystem.avail", "filesystem.availabel"),
  });
  const { findings } = await look(stack);
  expect(findings).toMatchObject([{ rule: "signal/never-seen", definition: "database/disk" }]);
  expect(findings[0]?.message).toContain("filesystem.availabel");
});

it("says which channels are not looked at without Slack's token, and stays complete", async () => {
  const { slack: _slack, ...connections } = world().connections;
  const { complete, notChecked } = await look(undefined, { connections });
  expect(complete).toBe(true);
  expect(notChecked.join("\n")).toContain("SLACK_TOKEN");
});
