import { describe, expect, test } from "vitest";
import { newWorld } from "./world.ts";

/** docs: Monitors > Types > Service Check and Integration; specification: "Service Check Query". */

const [OK, WARNING, CRITICAL] = [0, 1, 2];

async function checked(body: Record<string, unknown>) {
  const world = await newWorld();
  const options = { new_group_delay: 0, ...(body.options as object) };
  const id = await world.monitor({ type: "service check", ...body, options });
  const run = async (status: number | undefined, host = "db-1", more: object = {}) => {
    const sent = { check: "db.can_connect", status, host_name: host, tags: ["env:prod"], ...more };
    expect((await world.call("POST", "/api/v1/check_run", sent)).status).toBe(202);
    await world.minutes(1);
  };
  return { world, id, run, status: async (name: string) => (await world.groups(id))[name]?.status };
}

const inARow = (last: number, by = '"host"') =>
  `"db.can_connect".over("env:prod").by(${by}).last(${last}).count_by_status()`;
const cluster = (by = '"*"') => `"db.can_connect".over("env:prod").by(${by}).last(1).pct_by_status()`;

describe("a check alert", () => {
  test("fires after so many critical runs in a row of one host, and resolves after so many that are OK", async () => {
    const { world, run, status } = await checked({
      query: inARow(4),
      message: "{{#is_alert}}down: {{check_message}}{{/is_alert}} @founder@example.com",
      options: { thresholds: { critical: 3, ok: 2 } },
    });
    await run(OK, "db-2");
    for (const one of [OK, CRITICAL, CRITICAL, OK, CRITICAL, CRITICAL]) await run(one);
    expect(await status("host:db-1")).toBe("OK");
    await run(CRITICAL, "db-1", { message: "connection refused" });
    expect([await status("host:db-1"), await status("host:db-2")]).toEqual(["Alert", "OK"]);
    expect(
      world.mail.messages.map(({ subject, text }) => [subject, text.includes("down: connection refused")]),
    ).toEqual([["[Triggered on {host:db-1}] m", true]]);
    await run(OK);
    expect(await status("host:db-1")).toBe("Alert");
    await run(OK);
    expect(await status("host:db-1")).toBe("OK");
    expect(world.mailSubjects()).toEqual(["[Triggered on {host:db-1}] m", "[Recovered on {host:db-1}] m"]);
  });

  test("warns after so many warnings in a row, which critical runs break off", async () => {
    const { run, status } = await checked({
      query: inARow(3),
      options: { thresholds: { critical: 2, warning: 2, ok: 1 } },
    });
    for (const one of [OK, WARNING, CRITICAL, WARNING]) await run(one);
    expect(await status("host:db-1")).toBe("OK");
    await run(WARNING);
    expect(await status("host:db-1")).toBe("Warn");
    for (const one of [CRITICAL, CRITICAL]) await run(one);
    expect(await status("host:db-1")).toBe("Alert");
  });

  test("notifies of a host that no longer reports, after so many minutes, and of its return", async () => {
    const options = { thresholds: { critical: 3, ok: 1 }, notify_no_data: true, no_data_timeframe: 5 };
    const { world, run, status } = await checked({ query: inARow(4), options });
    await run(OK);
    await world.minutes(3);
    expect(await status("host:db-1")).toBe("OK");
    await world.minutes(2);
    expect(await status("host:db-1")).toBe("No Data");
    await run(OK);
    expect(world.mailSubjects()).toEqual(["[No data on {host:db-1}] m", "[Recovered on {host:db-1}] m"]);
  });

  test("keeps its state without data where nobody asked to be notified of it", async () => {
    const { world, run, status } = await checked({ query: inARow(2), options: { thresholds: { critical: 1, ok: 1 } } });
    await run(CRITICAL);
    await world.minutes(60);
    expect(await status("host:db-1")).toBe("Alert");
    expect(world.mailSubjects()).toEqual(["[Triggered on {host:db-1}] m"]);
  });

  test("leaves out what an excluded tag names, what another scope has and what another check says", async () => {
    const query = `"db.can_connect".over("env:prod").exclude("role:batch").by("host").last(2).count_by_status()`;
    const { world, id, run } = await checked({ query, options: { thresholds: { critical: 1, ok: 1 } } });
    await run(CRITICAL, "a", { tags: ["env:prod", "role:batch"] });
    await run(CRITICAL, "b", { tags: ["env:staging"] });
    await run(CRITICAL, "c", { check: "other" });
    expect(await world.groups(id)).toEqual({});
  });

  test("without a group each distinct set of tags fires for itself; new ones wait out the delay for new hosts", async () => {
    const { world, run, status } = await checked({
      query: inARow(2, '"*"'),
      options: { thresholds: { critical: 1, ok: 1 }, new_group_delay: null },
    });
    await run(CRITICAL);
    expect(await status("env:prod,host:db-1")).toBeUndefined();
    await world.minutes(5);
    expect(await status("env:prod,host:db-1")).toBe("Alert");
  });

  test("the number of runs must cover the largest threshold", async () => {
    const { world } = await checked({ query: inARow(1), options: { thresholds: { critical: 1, ok: 1 } } });
    const body = {
      name: "m",
      message: "",
      type: "service check",
      query: inARow(2),
      options: { thresholds: { critical: 3 } },
    };
    expect((await world.call("POST", "/api/v1/monitor", body)).status).toBe(400);
  });
});

describe("a cluster alert", () => {
  test("fires when more than so many percent of the checks are critical by their last run", async () => {
    const { world, run, status } = await checked({
      query: cluster(),
      options: { thresholds: { critical: 50, warning: 40 } },
    });
    for (const host of ["a", "b", "c", "d"]) await run(OK, host);
    for (const host of ["a", "b"]) await run(CRITICAL, host);
    // Half of them is not more than half.
    expect(await status("*")).toBe("OK");
    await run(CRITICAL, "c");
    expect(await status("*")).toBe("Alert");
    expect(world.mailSubjects()).toEqual(["[Triggered] m"]);
    for (const host of ["a", "b", "c"]) await run(OK, host);
    expect(await status("*")).toBe("OK");
    // A warning counts checks that warn, not those that are critical.
    for (const host of ["a", "b"]) await run(WARNING, host);
    expect(await status("*")).toBe("Warn");
  });

  test("of each group for itself", async () => {
    const { run, status } = await checked({ query: cluster('"zone"'), options: { thresholds: { critical: 40 } } });
    for (const host of ["a", "b"]) await run(OK, host, { tags: ["env:prod", "zone:1"] });
    await run(CRITICAL, "a", { tags: ["env:prod", "zone:1"] });
    await run(OK, "c", { tags: ["env:prod", "zone:2"] });
    expect([await status("zone:1"), await status("zone:2")]).toEqual(["Alert", "OK"]);
  });
});
