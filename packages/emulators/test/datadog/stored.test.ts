import { describe, expect, test } from "vitest";
import { metricMonitor, newClient } from "./client.ts";

/** What Datadog takes is stored, whether it is evaluated here or not; what Datadog refuses is refused. */

describe("monitors", () => {
  test.each([
    [
      "process alert",
      "processes('nginx').over('env:prod').rollup('count').last('10m') < 1",
      "monitors of type 'process alert'",
    ],
    [
      "error-tracking alert",
      'error-tracking("a").new().rollup("count").by("@issue.id").last("1d") > 1',
      "monitors of type",
    ],
    ["log alert", 'logs("a").index("*").rollup("count").current("1d") > 1', "a calendar window of events"],
  ])("a %s is stored with why it is not evaluated: %s", async (type, query, reason) => {
    const client = newClient();
    const options = { thresholds: { critical: 1 } };
    const { id } = await client.create("/api/v1/monitor", metricMonitor({ type, query, options }));
    expect(client.emulator.store.monitors.get(Number(id))?.notEvaluated).toContain(
      `this emulator does not evaluate ${reason}`,
    );
    const read = await client.call("GET", `/api/v1/monitor/${String(id)}`);
    expect(read.body).toMatchObject({ type, query, overall_state: "No Data" });
  });

  test("options in the forms of the vendor's own pages are taken", async () => {
    const client = newClient();
    const options = {
      restriction_query: null,
      threshold_windows: null,
      renotify_interval: "60",
      thresholds: { critical: 80 },
    };
    expect((await client.call("POST", "/api/v1/monitor", metricMonitor({ options }))).status).toBe(200);
  });

  test("white space around a message goes", async () => {
    const client = newClient();
    const created = await client.create("/api/v1/monitor", metricMonitor({ message: "\n  look \n" }));
    expect(created.message).toBe("look");
  });

  test("an exact duplicate is refused, one that differs in anything is not", async () => {
    const client = newClient();
    const { id } = await client.create("/api/v1/monitor", metricMonitor());
    const again = await client.call("POST", "/api/v1/monitor", metricMonitor());
    expect(again).toMatchObject({
      status: 400,
      body: {
        errors: [expect.stringMatching(new RegExp(`^Duplicate of an existing monitor_id:${String(id)} org_id:\\d+$`))],
      },
    });
    for (const changes of [{ name: "another" }, { message: "another" }, { tags: ["a"] }, { priority: 2 }])
      await client.create("/api/v1/monitor", metricMonitor(changes));
  });
});

test.each([
  [[{ name: "a", default: "x", defaults: ["x"] }], [], "both 'default' and 'defaults'"],
  [[{ name: "a" }, { name: "a" }], [], "defined more than once"],
  [[{ name: "a", defaults: [] }], [], "should be 1"],
  [[{ name: "a" }], [{ name: "mine", template_variables: [{ name: "b", values: ["x"] }] }], "'b', which there is not"],
  [
    [{ name: "a" }],
    [{ name: "mine", template_variables: [{ name: "a", value: "x", values: ["x"] }] }],
    "both 'value' and 'values'",
  ],
])("a dashboard with the variables %j and presets %j is refused", async (variables, presets, reason) => {
  const client = newClient();
  const body = { title: "t", layout_type: "ordered", widgets: [] };
  const sent = { ...body, template_variables: variables, template_variable_presets: presets };
  const answer = await client.call("POST", "/api/v1/dashboard", sent);
  expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(reason)] } });
});

test("points of older clients are taken with the key of the intake alone", async () => {
  const { call, context, emulator } = newClient();
  const now = Math.floor(context.now().getTime() / 1_000);
  const series = [{ metric: "app.load", type: "gauge", points: [[now, 3.5]], host: "web-1", tags: ["env:prod"] }];
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  expect(await call("POST", "/api/v1/series", { series }, headers)).toMatchObject({
    status: 202,
    body: { status: "ok" },
  });
  expect(JSON.stringify(emulator.store.series.list("app.load"))).toContain("host:web-1");
  expect((await call("POST", "/api/v1/series", { series: [{ metric: "1x", points: [] }] }, headers)).status).toBe(400);
});

describe("tests of other kinds", () => {
  const browser = {
    ...{ type: "browser", name: "sign in", message: "m", tags: [], locations: ["aws:eu-central-1"] },
    config: { assertions: [], request: { method: "GET", url: "https://app.example.com/" }, variables: [] },
    options: { tick_every: 3600, device_ids: ["laptop_large"] },
    steps: [{ type: "goToUrl", name: "go", params: {} }],
  };

  test("a browser's is made, changed and read by calls of its kind, which alone show its steps", async () => {
    const client = newClient();
    const created = await client.create("/api/v1/synthetics/tests/browser", browser);
    const id = String(created.public_id);
    expect(created).toMatchObject({ type: "browser", steps: browser.steps });
    expect((await client.call("GET", `/api/v1/synthetics/tests/browser/${id}`)).body).toMatchObject({
      steps: browser.steps,
    });
    expect((await client.call("GET", `/api/v1/synthetics/tests/${id}`)).body.steps).toBeUndefined();
    expect((await client.call("GET", `/api/v1/synthetics/tests/api/${id}`)).status).toBe(404);
    const changed = { ...browser, name: "sign in again", steps: [] };
    expect((await client.call("PUT", `/api/v1/synthetics/tests/browser/${id}`, changed)).body).toMatchObject({
      steps: [],
    });
    const monitor = client.emulator.store.monitors.get(Number(created.monitor_id));
    expect(monitor?.notEvaluated).toBe("this emulator does not run tests of the kind browser");
  });

  test.each([
    [{ ...browser, options: { tick_every: 3600 } }, "'device_ids' is missing"],
    [{ ...browser, locations: [] }, "should be 1"],
  ])("refused: %j", async (body, reason) => {
    const answer = await newClient().call("POST", "/api/v1/synthetics/tests/browser", body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(reason)] } });
  });
});
