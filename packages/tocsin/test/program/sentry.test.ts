import pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/model/resource.ts";
import { detector, workflow } from "../../src/program/sentry.ts";
import { create, mockEngine, resource } from "./mocked.ts";
import { recordedRequests } from "./recorded.ts";

const asked = mockEngine();

const detectors = recordedRequests("sentry-provider", "POST", "/0/organizations/acme/projects/web/detectors/");
const workflows = recordedRequests("sentry-provider", "POST", "/0/organizations/acme/workflows/");

/** What a Terraform program of jianyuan/sentry states for the recorded bodies, in camel case. */
async function argumentsFor(bodies: JsonObject[], name: string): Promise<unknown> {
  const body = bodies.find((candidate) => candidate.name === name);
  if (body === undefined) throw new Error(`nothing recorded is named ${name}`);
  const isDetector = "dataSources" in body;
  const parent: JsonObject = isDetector ? { organization: "acme", project: "web" } : { organization: "acme" };
  await create(
    isDetector ? detector : workflow,
    resource({ vendor: "sentry", kind: isDetector ? "detector" : "workflow", parent, body }),
  );
  return asked.at(-1)?.inputs;
}

describe("a body goes to the SDK as the recorded program stated it", () => {
  it("a monitor of errors", async () => {
    expect(await argumentsFor(detectors, "High error rate (web API)")).toEqual({
      type: "metric_issue",
      organization: "acme",
      project: "web",
      name: "High error rate (web API)",
      enabled: true,
      aggregate: "count()",
      dataset: "events",
      eventTypes: ["default", "error"],
      environment: "staging",
      query: "service:[api, apps/web]",
      queryType: "error",
      timeWindowSeconds: 300,
      conditionGroup: {
        logicType: "any",
        conditions: [
          { type: "gt", comparison: 50, conditionResult: 75 },
          { type: "lte", comparison: 50, conditionResult: 0 },
        ],
      },
      issueDetection: { type: "static" },
    });
  });

  it("a monitor of spans", async () => {
    expect(await argumentsFor(detectors, "p95 upload init")).toMatchObject({
      dataset: "events_analytics_platform",
      eventTypes: ["trace_item_span"],
      queryType: "performance",
    });
  });

  it("an uptime monitor", async () => {
    expect(await argumentsFor(detectors, "readyz")).toEqual({
      type: "uptime_domain_failure",
      organization: "acme",
      project: "web",
      name: "readyz",
      enabled: true,
      environment: "staging",
      url: "https://app.example.com/api/readyz",
      method: "GET",
      headers: {},
      intervalSeconds: 60,
      timeoutMs: 5000,
      downtimeThreshold: 2,
      recoveryThreshold: 1,
    });
  });

  it("an alert with triggers, mail and Slack", async () => {
    expect(await argumentsFor(workflows, "High error rate (web API)")).toEqual({
      organization: "acme",
      name: "High error rate (web API)",
      enabled: true,
      environment: "staging",
      monitorIds: ["102"],
      frequencyMinutes: 5,
      triggerConditions: [
        { firstSeenEvent: {} },
        { reappearedEvent: {} },
        { regressionEvent: {} },
        { issueResolvedTrigger: {} },
      ],
      actionFilters: [
        {
          logicType: "any",
          conditions: [],
          actions: [
            { email: { targetType: "user", targetId: "7" } },
            { slack: { integrationId: "55", channelName: "#alerts", tags: "environment,service", notes: "runbook" } },
          ],
        },
      ],
    });
  });

  it("an alert that filters by tags, and the id of another monitor", async () => {
    const body = { ...workflows.find(({ name }) => name === "Critical publishing errors"), detectorIds: [null] };
    const refs = [{ path: "detectorIds.0", resource: "monitor", property: "id" }];
    const spec = resource({ vendor: "sentry", kind: "workflow", parent: { organization: "acme" }, body, refs });
    await create(workflow, spec, { others: { monitor: { id: pulumi.output("50") } } });
    expect(asked.at(-1)?.inputs).toMatchObject({
      monitorIds: ["50"],
      actionFilters: [
        {
          logicType: "all",
          conditions: [
            { taggedEvent: { key: "severity", match: "eq", value: "critical" } },
            { taggedEvent: { key: "feature", match: "eq", value: "publishing" } },
          ],
        },
      ],
    });
  });
});

describe("what cannot be carried is refused", () => {
  it.each([
    ["an owner of an unknown sort", { owner: "robot:1" }],
    ["a type of monitor that it does not know", { type: "cron" }],
    ["a field that it does not know", { snoozed: true }],
    ["more than one data source", { dataSources: [{}, {}] }],
  ])("%s", async (_, change) => {
    const body: JsonObject = { ...detectors.find(({ name }) => name === "High error rate (web API)"), ...change };
    const spec = resource({
      vendor: "sentry",
      kind: "detector",
      parent: { organization: "acme", project: "web" },
      body,
    });
    await expect(create(detector, spec)).rejects.toThrow();
  });
});
