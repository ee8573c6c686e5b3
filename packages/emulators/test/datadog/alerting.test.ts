import { describe, expect, test } from "vitest";
import { newWorld } from "./world.ts";

const logs = (search: string, rest: string) => `logs("${search}").index("*").rollup("count")${rest}`;

describe("a log count", () => {
  const query = logs("source:vercel @proxy.statusCode:[500 TO 599]", '.last("5m") > 2');
  const failing = { ddsource: "vercel", message: "GET /x 500", proxy: { statusCode: 500 } };

  test("alerts beyond its threshold, tells Slack and mail, and recovers when the window has passed", async () => {
    const world = await newWorld();
    const message = [
      "{{#is_alert}}{{value}} errors, limit {{threshold}}{{/is_alert}}",
      "{{#is_recovery}}over{{/is_recovery}} @slack-acme-alerts-local @founder@example.com tocsin:x",
    ].join("\n");
    const id = await world.monitor({ type: "log alert", query, message, name: "Errors" });
    await world.minutes(2);
    expect(await world.state(id)).toBe("OK");
    await world.log(failing, 3);
    await world.minutes(1);
    expect(await world.state(id)).toBe("Alert");
    expect(await world.groups(id)).toMatchObject({ "*": { name: "*", status: "Alert" } });
    expect(world.mailSubjects()).toEqual(["[Triggered] Errors"]);
    expect(world.slackMessages()).toMatchObject([
      { title: "[Triggered] Errors", text: expect.stringContaining("3.0 errors, limit 2.0"), color: "#D50200" },
    ]);
    expect(world.slackMessages()[0]?.text).toContain("tocsin:x");
    await world.minutes(5);
    expect(await world.state(id)).toBe("OK");
    expect(world.mailSubjects()).toEqual(["[Triggered] Errors", "[Recovered] Errors"]);
    const [, recovered] = world.slackMessages();
    expect(recovered?.text).toMatch(/^over tocsin:x/);
  });

  test("two lines are not enough, nor lines that the search does not find", async () => {
    const world = await newWorld();
    const id = await world.monitor({ type: "log alert", query });
    await world.log(failing, 2);
    await world.log({ ...failing, proxy: { statusCode: 404 } }, 9);
    await world.log({ ...failing, ddsource: "other" }, 9);
    await world.minutes(1);
    expect(await world.state(id)).toBe("OK");
  });

  test("nothing at all counts as zero, so a missing heartbeat alerts", async () => {
    const world = await newWorld();
    const id = await world.monitor({ type: "log alert", query: logs("service:cron", '.last("5m") < 1') });
    await world.log({ message: "ran", service: "cron" });
    await world.minutes(4);
    expect(await world.state(id)).toBe("OK");
    await world.minutes(2);
    expect(await world.state(id)).toBe("Alert");
    expect(world.mailSubjects()).toEqual(["[Triggered] m"]);
  });

  test("groups alert on their own and are named in the title", async () => {
    const world = await newWorld();
    const grouped = logs("*", '.by("service").last("5m") > 1');
    const options = { new_group_delay: 0 };
    const id = await world.monitor({ type: "log alert", query: grouped, message: "{{service.name}} @a@b.co", options });
    await world.log({ message: "x", service: "web" }, 3);
    await world.log({ message: "x", service: "worker" });
    await world.minutes(1);
    expect(await world.groups(id)).toMatchObject({
      "service:web": { status: "Alert" },
      "service:worker": { status: "OK" },
    });
    expect(world.mailSubjects()).toEqual(["[Triggered on {service:web}] m"]);
    expect(world.mail.messages[0]?.text).toContain("web");
  });

  test("a measure looks at numbers, a cardinality at different values", async () => {
    const world = await newWorld();
    const ask = (rollup: string) =>
      world.monitor({ type: "log alert", query: `logs("*").index("*").rollup(${rollup}).last("5m") > 2` });
    const [max, ids, avg] = [await ask('"max", "@n"'), await ask('"cardinality", "@id"'), await ask('"avg", "@n"')];
    for (const n of [1, 4, 1]) await world.log({ message: "x", n, id: `r${n}` });
    await world.log({ message: "without" });
    await world.minutes(1);
    expect([await world.state(max), await world.state(ids), await world.state(avg)]).toEqual(["Alert", "OK", "OK"]);
  });
});

/** Datadog's guide "Migrating to On Missing Data Configuration": zero for sums and counts, the last state for all others. */
describe("without a policy for missing data", () => {
  test.each([
    ['"count"', "OK"],
    ['"sum", "@n"', "OK"],
    ['"cardinality", "@id"', "Alert"],
    ['"avg", "@n"', "Alert"],
    ['"min", "@n"', "Alert"],
    ['"max", "@n"', "Alert"],
    ['"median", "@n"', "Alert"],
    ['"pc95", "@n"', "Alert"],
  ])("logs under %s are then %s", async (rollup, state) => {
    const world = await newWorld();
    const query = `logs("*").index("*").rollup(${rollup}).last("2m") > 1`;
    const left = await world.monitor({ type: "log alert", query });
    const stated = await world.monitor({ type: "log alert", query, options: { on_missing_data: "default" } });
    const resolved = await world.monitor({ type: "log alert", query, options: { on_missing_data: "resolve" } });
    for (const id of ["a", "b"]) await world.log({ message: "x", n: 5, id });
    await world.minutes(1);
    const states = async () => [await world.state(left), await world.state(stated), await world.state(resolved)];
    expect(await states()).toEqual(["Alert", "Alert", "Alert"]);
    await world.minutes(3);
    expect(await states()).toEqual([state, state, "OK"]);
  });

  test("a formula over distinct values keeps its last state, one over counts does not", async () => {
    const world = await newWorld();
    const formula = (compute: object) =>
      world.monitor({
        type: "log alert",
        query: 'formula("a * 1").last("2m") > 1',
        options: {
          variables: [
            { name: "a", data_source: "logs", search: { query: "*" }, indexes: ["*"], compute, group_by: [] },
          ],
        },
      });
    const [values, lines] = [
      await formula({ aggregation: "cardinality", metric: "@id" }),
      await formula({ aggregation: "count" }),
    ];
    for (const id of ["a", "b"]) await world.log({ message: "x", id });
    await world.minutes(1);
    expect([await world.state(values), await world.state(lines)]).toEqual(["Alert", "Alert"]);
    await world.minutes(3);
    expect([await world.state(values), await world.state(lines)]).toEqual(["Alert", "OK"]);
  });

  test.each([
    ["avg(last_2m):avg:cpu{*} > 80", "Alert"],
    ["sum(last_2m):sum:cpu{*}.as_count() > 80", "OK"],
  ])("%s shows No Data to nobody; with the policy default it is %s", async (query, state) => {
    const world = await newWorld();
    const left = await world.monitor({ type: "query alert", query });
    const stated = await world.monitor({ type: "query alert", query, options: { on_missing_data: "default" } });
    await world.call("PUT", `/api/v1/monitor/${stated}`, { name: "renamed" });
    await world.point("cpu", 90, [], 0, 1);
    await world.minutes(1);
    expect([await world.state(left), await world.state(stated)]).toEqual(["Alert", "Alert"]);
    await world.minutes(3);
    expect([await world.state(left), await world.state(stated)]).toEqual(["No Data", state]);
    expect(world.mailSubjects()).not.toContain("[No data] m");
  });
});

test("groups are found by their monitor and state", async () => {
  const world = await newWorld();
  const query = logs("*", '.by("service").last("5m") > 1');
  const id = await world.monitor({ type: "log alert", name: "By service", query, options: { new_group_delay: 0 } });
  await world.log({ message: "x", service: "web" }, 3);
  await world.log({ message: "x", service: "worker" });
  await world.minutes(1);
  const find = async (search: string) =>
    (await world.call("GET", `/api/v1/monitor/groups/search?query=${encodeURIComponent(search)}`)).body;
  expect(await find(`id:${id} group_status:alert`)).toMatchObject({
    groups: [{ monitor_id: id, group: "service:web", group_tags: ["service:web"], status: "Alert" }],
    metadata: { total_count: 1 },
  });
  expect(await find("service")).toMatchObject({ metadata: { total_count: 2 } });
  expect(await find("other")).toMatchObject({ groups: [] });
});
