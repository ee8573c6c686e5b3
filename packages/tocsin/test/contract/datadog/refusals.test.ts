import { client, v1, v2 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { datadogSettings } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();

/** What the client throws; it must be its own exception, with the body read as the specification says. */
async function refusal(call: Promise<unknown>): Promise<client.ApiException<unknown>> {
  const error = await call.then(
    () => new Error("nothing was refused"),
    (caught: unknown) => caught,
  );
  if (!(error instanceof client.ApiException)) throw error;
  return error;
}

test.each([
  ["a wrong API key", { apiKey: "0".repeat(32) }],
  ["a wrong application key", { appKey: "0".repeat(40) }],
])("%s is forbidden, by every API", async (_name, keys) => {
  const settings = datadogSettings(section, keys);
  const calls = [
    () => new v1.MonitorsApi(settings).listMonitors(),
    () => new v1.SyntheticsApi(settings).listTests(),
    () => new v1.SlackIntegrationApi(settings).getSlackIntegrationChannels({ accountName: "acme" }),
    () => new v1.LogsPipelinesApi(settings).listLogsPipelines(),
    () => new v2.DowntimesApi(settings).listDowntimes(),
  ];
  for (const call of calls) expect(await refusal(call())).toMatchObject({ code: 403, body: { errors: ["Forbidden"] } });
});

const cpu: v1.Monitor = { name: "cpu", type: "query alert", query: "avg(last_5m):avg:cpu{*} > 90", message: "" };

test.each<[string, v1.Monitor]>([
  ["a query that is none", { ...cpu, query: "cpu is high" }],
  ["an aggregate that there is not", { ...cpu, query: "median(last_5m):avg:cpu{*} > 90" }],
  ["a threshold that differs from the query's", { ...cpu, options: { thresholds: { critical: 80 } } }],
  ["a warning beyond the critical threshold", { ...cpu, options: { thresholds: { critical: 90, warning: 95 } } }],
])("%s: refused when validated and when created, with errors that the client reads", async (_name, body) => {
  const api = new v1.MonitorsApi(datadogSettings(section));
  for (const call of [() => api.validateMonitor({ body }), () => api.createMonitor({ body })]) {
    const { code, body: said } = await refusal(call());
    expect(code).toBe(400);
    expect(said).toMatchObject({ errors: [expect.any(String)] });
  }
});

test("a synthetic test without assertions and without an interval is refused in the API's words", async () => {
  const body: v1.SyntheticsAPITest = {
    name: "half",
    type: "api",
    subtype: "http",
    message: "",
    locations: ["aws:eu-central-1"],
    config: { request: { method: "GET", url: "https://app.example" }, assertions: [] },
    options: {},
  };
  const { code, body: said } = await refusal(
    new v1.SyntheticsApi(datadogSettings(section)).createSyntheticsAPITest({ body }),
  );
  expect(code).toBe(400);
  expect(JSON.stringify(said)).toContain("tick_every");
});
