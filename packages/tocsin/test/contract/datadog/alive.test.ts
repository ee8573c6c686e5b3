import { setTimeout as sleep } from "node:timers/promises";
import { v1, v2 } from "@datadog/datadog-api-client";
import { beforeAll, expect, test } from "vitest";
import { control } from "../support/arrived.ts";
import { datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const now = () => Math.floor(Date.now() / 1_000);

/** Emulated minutes pass ten a second. */
beforeAll(async () => {
  expect((await control(section, "PUT", "/clock", { rate: 600 })).ok).toBe(true);
});

test("an alert fires and recovers for the official client", async () => {
  const settings = datadogSettings(section);
  const monitors = new v1.MonitorsApi(settings);
  const query = 'logs("boom").index("*").rollup("count").by("service").last("5m") > 2';
  const options = { newGroupDelay: 0 };
  const created = await monitors.createMonitor({
    body: { type: "log alert", name: "Boom", query, message: "m", options },
  });
  const monitorId = Number(created.id);
  const log = { message: "boom", service: "tips", ddsource: "vercel" };
  await new v2.LogsApi(settings).submitLog({ body: [log, log, log] });

  const reaches = async (state: string) => {
    for (let look = 0; look < 200; look += 1) {
      const monitor = await monitors.getMonitor({ monitorId, groupStates: "all" });
      expect(foreign(monitor)).toEqual([]);
      if (monitor.state?.groups?.["service:tips"]?.status === state) return monitor.state.groups["service:tips"];
      await sleep(100);
    }
    throw new Error(`the monitor never became ${state}`);
  };
  const alerting = await reaches("Alert");
  expect(alerting.lastTriggeredTs).toBe(alerting.lastNotifiedTs);
  const groups = await monitors.searchMonitorGroups({ query: `id:${monitorId}` });
  expect(foreign(groups)).toEqual([]);
  expect(groups.groups).toMatchObject([{ monitorId, group: "service:tips" }]);
  await reaches("OK");

  const body = { filter: { query: `source:alert @monitor.id:${monitorId}`, from: "now-1d", to: "now" } };
  const events = await new v2.EventsApi(settings).searchEvents({ body });
  expect(foreign(events)).toEqual([]);
  expect(events.data?.map(({ attributes }) => attributes?.attributes?.title)).toEqual([
    "[Triggered on {service:tips}] Boom",
    "[Recovered on {service:tips}] Boom",
  ]);
});

test("what was sent is read back by the official client", async () => {
  const settings = datadogSettings(section);
  const point = { timestamp: now(), value: 7 };
  const series = { metric: "probe.jobs", type: 3 as const, points: [point], tags: ["kind:publish"] };
  await new v2.MetricsApi(settings).submitMetrics({ body: { series: [series] } });
  const metrics = new v1.MetricsApi(settings);
  // In the client's own time, which is hours behind the emulated one.
  const answer = await metrics.queryMetrics({
    from: now() - 600,
    to: now() + 60,
    query: "max:probe.jobs{*} by {kind}",
  });
  expect(foreign(answer)).toEqual([]);
  expect(answer.series).toMatchObject([{ scope: "kind:publish", pointlist: [[expect.any(Number), 7]] }]);
  expect((await metrics.listActiveMetrics({ from: now() - 3_000 })).metrics).toContain("probe.jobs");

  const logs = new v2.LogsApi(settings);
  await logs.submitLog({ body: [{ message: "took long", service: "web", additionalProperties: { ms: "120" } }] });
  const filter = { query: "service:web took", from: "now-15m", to: "now" };
  const compute = [{ aggregation: "count" as const }, { aggregation: "max" as const, metric: "@ms" }];
  const totals = await logs.aggregateLogs({ body: { filter, compute, groupBy: [{ facet: "service" }] } });
  expect(foreign(totals)).toEqual([]);
  expect(totals.data?.buckets).toMatchObject([{ by: { service: "web" }, computes: { c0: 1, c1: 120 } }]);
  const found = await logs.listLogs({ body: { filter } });
  expect(foreign(found)).toEqual([]);
  expect(found.data).toMatchObject([{ attributes: { message: "took long", service: "web" } }]);
});

test("a test runs on request for the official client", async () => {
  const api = new v1.SyntheticsApi(datadogSettings(section));
  const created = await api.createSyntheticsAPITest({
    body: {
      type: "api",
      subtype: "http",
      name: "readyz",
      message: "m",
      locations: ["aws:eu-central-1"],
      tags: [],
      config: {
        assertions: [{ type: "statusCode", operator: "is", target: 200 }],
        request: { method: "GET", url: "https://app.cliply.example/api/readyz" },
      },
      options: { tickEvery: 604_800 },
    },
  });
  const publicId = String(created.publicId);
  const triggered = await api.triggerTests({ body: { tests: [{ publicId }] } });
  expect(foreign(triggered)).toEqual([]);
  const resultId = String(triggered.results?.[0]?.resultId);
  const list = await api.getAPITestLatestResults({ publicId });
  expect(foreign(list)).toEqual([]);
  expect(list.results?.map((result) => result.resultId)).toContain(resultId);
  const result = await api.getAPITestResult({ publicId, resultId });
  expect(foreign(result)).toEqual([]);
  expect(result).toMatchObject({ resultId, result: { httpStatusCode: 200 } });
});
