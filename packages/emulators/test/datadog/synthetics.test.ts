import { describe, expect, test } from "vitest";
import { type Client, newClient, readyzTest } from "./client.ts";

const PATH = "/api/v1/synthetics/tests/api";

const variable = (changes: Record<string, unknown> = {}) => ({
  name: "ADMIN_TOKEN",
  description: "d",
  tags: ["managed-by:x"],
  is_fido: false,
  is_totp: false,
  value: { secure: true, value: "s3cret" },
  ...changes,
});

describe("tests", () => {
  test("a test makes its monitor, which follows it", async () => {
    const { create, call } = newClient();
    const { public_id: id, monitor_id: monitorId } = await create(PATH, readyzTest());
    expect(id).toMatch(/^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$/);
    const monitor = async () => (await call("GET", `/api/v1/monitor/${monitorId}`)).body;
    expect(await monitor()).toMatchObject({
      type: "synthetics alert",
      name: "[Synthetics] readyz",
      query: "no_query",
      tags: expect.arrayContaining(["env:staging", "check_type:api", "check_status:live", "probe_dc:aws:us-east-1"]),
      options: { synthetics_check_id: id, on_missing_data: "show_no_data", min_failure_duration: 90 },
    });
    expect((await call("PUT", `/api/v1/synthetics/tests/${id}/status`, { new_status: "paused" })).value).toBe(true);
    expect((await monitor()).tags).toContain("check_status:paused");
    const options = { tick_every: 300, monitor_name: "Renamed", monitor_priority: 1 };
    const update = await call("PUT", `${PATH}/${id}`, readyzTest({ options, status: undefined }));
    expect(update.body).toMatchObject({ status: "paused", options });
    expect(await monitor()).toMatchObject({ name: "Renamed", priority: 1 });
    await call("POST", "/api/v1/synthetics/tests/delete", { public_ids: [id] });
    expect(await call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { errors: ["Synthetics test not found"] },
    });
    expect((await call("GET", `/api/v1/monitor/${monitorId}`)).status).toBe(404);
  });

  test("a create adds defaults to the options of the monitor, an update does not", async () => {
    const { create, call } = newClient();
    const options = { tick_every: 60, monitor_options: { renotify_interval: 60 } };
    const { public_id: id, options: kept } = await create(PATH, readyzTest({ options }));
    expect(kept).toMatchObject({ monitor_options: { on_missing_data: "show_no_data", new_host_delay: 300 } });
    expect((await call("PUT", `${PATH}/${id}`, readyzTest({ options }))).body.options).toEqual({
      ...options,
      bits_ai_auto_investigate: false,
    });
  });

  test("a list, a read and a write of one test differ, as in recordings of 2026", async () => {
    const { call } = newClient();
    const options = { tick_every: 60 };
    const written = (await call("POST", PATH, readyzTest({ options }))).body;
    expect(written).toMatchObject({ options: { bits_ai_auto_investigate: false }, deleted_at: null });
    const one = (await call("GET", `${PATH}/${written.public_id}`)).body;
    expect(one.options).toEqual(options);
    const { tests } = (await call("GET", "/api/v1/synthetics/tests")).body;
    expect(tests).toEqual([{ ...one, options: { ...options, downtime_ids: [] } }]);
  });

  test("its monitor says what it is and what a failure in CI means, beside the test's own tags", async () => {
    const { create, call } = newClient();
    const made = await create(PATH, readyzTest({ tags: ["a"], locations: ["aws:us-east-2"] }));
    const tagsOf = async (id: unknown) => (await call("GET", `/api/v1/monitor/${id}`)).body.tags;
    expect(await tagsOf(made.monitor_id)).toEqual([
      ...["a", "probe_dc:aws:us-east-2", "check_type:api", "check_status:live", "ci_execution_rule:blocking"],
    ]);
    const options = { tick_every: 60, ci: { executionRule: "skipped" } };
    const skipped = await create(PATH, readyzTest({ options }));
    expect(await tagsOf(skipped.monitor_id)).toContain("ci_execution_rule:skipped");
  });

  test("lists are cut into pages", async () => {
    const { create, call } = newClient();
    for (const name of ["a", "b", "c"]) await create(PATH, readyzTest({ name }));
    const { body } = await call("GET", "/api/v1/synthetics/tests?page_size=2&page_number=1");
    expect(body.tests).toEqual([expect.objectContaining({ name: "c", config: expect.anything() })]);
    expect((await call("GET", "/api/v1/synthetics/tests")).body.tests).toHaveLength(3);
  });

  test("a test whose monitor others name goes only by force", async () => {
    const { create, call } = newClient();
    const { public_id: id, monitor_id: monitorId } = await create(PATH, readyzTest());
    const thresholds = [{ timeframe: "30d", target: 99.9 }];
    await create("/api/v1/slo", { type: "monitor", name: "slo", monitor_ids: [monitorId], thresholds });
    expect((await call("POST", "/api/v1/synthetics/tests/delete", { public_ids: [id] })).status).toBe(400);
    const forced = { public_ids: [id], force_delete_dependencies: true };
    expect((await call("POST", "/api/v1/synthetics/tests/delete", forced)).status).toBe(200);
  });

  const config = (changes: object) => ({
    config: { ...Object(readyzTest().config), ...changes },
  });
  const options = (changes: object) => ({ options: { tick_every: 60, ...changes } });
  test.each([
    [
      { ...config({ assertions: [] }), options: {} },
      "Minimum number of elements in parameter 'assertions' should be 1\nRequired parameter 'tick_every' is missing",
    ],
    [{ locations: [] }, "Minimum number of elements in parameter 'locations' should be 1"],
    [{ locations: undefined }, "Required parameter 'locations' is missing"],
    [{ locations: ["frankfurt"] }, "is no location"],
    [{ name: undefined }, "Required parameter 'name' is missing"],
    [{ type: "browser" }, "parameter 'type' is invalid"],
    [options({ tick_every: 29 }), "parameter 'tick_every' is invalid"],
    [options({ tick_every: 604_801 }), "parameter 'tick_every' is invalid"],
    [options({ retry: { count: 4 } }), "parameter 'count' is invalid"],
    [options({ retry: { interval: 5_001 } }), "parameter 'interval' is invalid"],
    [options({ min_failure_duration: 7_201 }), "parameter 'min_failure_duration' is invalid"],
    [options({ min_location_failed: 3 }), "the test has 2 locations"],
    [config({ assertions: [{ type: "statusCode", operator: "equals", target: 200 }] }), "'assertions' is invalid"],
    [config({ configVariables: [{ type: "global", name: "A", id: "x" }] }), "variable x not found (used as A)"],
    [config({ configVariables: [{ type: "global", name: "A" }] }), "Required parameter 'id' is missing for variable A"],
    [
      config({ request: { url: "https://x", headers: { A: "{{ TOKEN }}" } } }),
      "Variable TOKEN is used but not defined",
    ],
  ])("refused: %j", async (changes, message) => {
    const { call, emulator } = newClient();
    const answer = await call("POST", PATH, readyzTest(changes));
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(message)] } });
    expect(emulator.store.monitors.size).toBe(0);
  });
});

describe("global variables", () => {
  const everything = async ({ call }: Client, id: unknown) =>
    JSON.stringify([
      (await call("GET", "/api/v1/synthetics/variables")).body,
      (await call("GET", `/api/v1/synthetics/variables/${id}`)).body,
    ]);

  test("a secure value never comes back, and stays when an update leaves it out", async () => {
    const client = newClient();
    const created = await client.create("/api/v1/synthetics/variables", variable());
    expect(created).toMatchObject({ type: "variable", last_error: null, value: { secure: true } });
    const path = `/api/v1/synthetics/variables/${created.id}`;
    const updated = await client.call("PUT", path, variable({ description: "e", value: { secure: true } }));
    expect(updated.body).toMatchObject({ description: "e" });
    expect(JSON.stringify([created, updated.body]) + (await everything(client, created.id))).not.toContain("s3cret");
    expect(client.emulator.store.globalVariables.get(String(created.id))?.value).toBe("s3cret");
    expect((await client.call("DELETE", path)).status).toBe(200);
    expect((await client.call("GET", path)).body).toEqual({ errors: ["Synthetics global variable not found"] });
  });

  test("an open value does", async () => {
    const client = newClient();
    const { id } = await client.create(
      "/api/v1/synthetics/variables",
      variable({ value: { secure: false, value: "open" } }),
    );
    expect(await everything(client, id)).toContain("open");
  });

  test.each([
    [{ name: "lower" }, "only upper case letters"],
    [{ name: undefined }, "Required parameter 'name' is missing"],
    [{ value: { secure: true } }, "Required parameter 'value' is missing"],
    [{ tags: undefined }, "Required parameter 'tags' is missing"],
  ])("refused: %j", async (changes, message) => {
    const { call } = newClient();
    const answer = await call("POST", "/api/v1/synthetics/variables", variable(changes));
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(message)] } });
  });

  test("one name, one variable", async () => {
    const { create, call } = newClient();
    await create("/api/v1/synthetics/variables", variable());
    expect((await call("POST", "/api/v1/synthetics/variables", variable())).status).toBe(400);
  });
});
