import pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../src/model/resource.ts";
import { globalVariable, monitor, slackChannel } from "../../src/program/datadog.ts";
import { logsPipeline } from "../../src/program/datadog-logs.ts";
import { syntheticsTest } from "../../src/program/datadog-synthetics.ts";
import { create, mockEngine, resolved, resource } from "./mocked.ts";
import { recordedRequest } from "./recorded.ts";

const asked = mockEngine();
const last = () => asked.at(-1);
const post = (path: string) => recordedRequest("datadog-plugin", "POST", path);

describe("a body goes to the SDK as the recorded program stated it", () => {
  it("carries a monitor as exactly the compiled JSON", async () => {
    const body = post("/api/v1/monitor");
    await create(monitor, resource({ vendor: "datadog", kind: "monitor", body }));
    expect(last()?.type).toBe("datadog:index/monitorJson:MonitorJson");
    expect(last()?.inputs).toEqual({ monitor: JSON.stringify(body) });
  });

  it("puts the value of another object into a monitor's JSON", async () => {
    const spec = resource({
      vendor: "datadog",
      kind: "monitor",
      body: { name: "composite", options: {} },
      refs: [{ path: "options.parent", resource: "other", property: "id" }],
    });
    await create(monitor, spec, { others: { other: { id: pulumi.output("1003") } } });
    expect(last()?.inputs).toEqual({ monitor: JSON.stringify({ name: "composite", options: { parent: "1003" } }) });
  });

  it("renames a synthetic test and fills in its global variable", async () => {
    const body = post("/api/v1/synthetics/tests/api");
    // As compiled: the id is not known yet, so its place is absent.
    const config = z.looseObject({ configVariables: z.array(z.looseObject({}).transform(({ id, ...rest }) => rest)) });
    const spec = resource({
      vendor: "datadog",
      kind: "synthetics-test",
      body: { ...body, config: z.record(z.string(), z.json()).parse(config.parse(body.config)) },
      refs: [{ path: "config.configVariables.0.id", resource: "admin", property: "id" }],
    });
    const outputs = await create(syntheticsTest, spec, { others: { admin: { id: pulumi.output("var-1002") } } });
    expect(last()?.inputs).toEqual({
      name: "readyz",
      type: "api",
      subtype: "http",
      status: "live",
      message: "m @slack-acme-alerts",
      tags: ["env:staging"],
      locations: ["aws:eu-central-1", "aws:us-east-1"],
      requestDefinition: { method: "GET", url: "https://app.example.com/api/readyz", timeout: 10 },
      requestHeaders: { Authorization: "Bearer {{ ADMIN_TOKEN }}" },
      configVariables: [{ type: "global", name: "ADMIN_TOKEN", id: "var-1002" }],
      assertions: [
        { type: "statusCode", operator: "is", target: "200" },
        {
          type: "body",
          operator: "validatesJSONPath",
          targetjsonpath: {
            elementsoperator: "firstElementMatches",
            jsonpath: "$.ok",
            operator: "is",
            targetvalue: "true",
          },
        },
        { type: "responseTime", operator: "lessThan", target: "5000" },
      ],
      optionsList: {
        tickEvery: 60,
        minFailureDuration: 90,
        minLocationFailed: 1,
        retry: { count: 1, interval: 300 },
        monitorName: "readyz monitor",
        monitorPriority: 1,
        monitorOptions: { renotifyInterval: 60, escalationMessage: "", renotifyOccurrences: 0 },
        httpVersion: "any",
      },
    });
    expect(outputs.public_id && (await resolved(outputs.public_id))).toBe("it-id");
  });

  it("keeps the value of a global variable secret", async () => {
    const body = { ...post("/api/v1/synthetics/variables"), value: { secure: true, value: "secret:ADMIN_TOKEN" } };
    const spec = resource({ vendor: "datadog", kind: "global-variable", body });
    await create(globalVariable, spec, { secret: (name) => (name === "ADMIN_TOKEN" ? "s3cret" : undefined) });
    expect(last()?.inputs).toMatchObject({
      name: "ADMIN_TOKEN",
      secure: true,
      description: "d",
      tags: ["managed-by:x"],
    });
    // A plain "s3cret" here would be written into the state in clear: the engine was given a marked value.
    expect(last()?.inputs).not.toHaveProperty("value", "s3cret");
  });

  it("renames a Slack channel", async () => {
    const body = post("/api/v1/integration/slack/configuration/accounts/acme/channels");
    await create(
      slackChannel,
      resource({ vendor: "datadog", kind: "slack-channel", parent: { account: "acme" }, body }),
    );
    expect(last()?.inputs).toEqual({
      accountName: "acme",
      channelName: "#alerts",
      display: { message: true, muteButtons: true, notified: true, snapshot: true, tags: true },
    });
  });

  it("carries tests of a gRPC server's health, and of pings", async () => {
    const common = { type: "api", status: "live", name: "n", message: "m", tags: [], locations: ["aws:eu-west-1"] };
    const body = (subtype: string, request: JsonObject, assertion: JsonObject) => {
      const config = { request, assertions: [assertion], configVariables: [] };
      return { ...common, subtype, options: { tick_every: 60 }, config };
    };
    const grpc = { host: "grpc.example", port: 443, callType: "healthcheck", service: "shop.Orders", timeout: 10 };
    const serves = { type: "grpcHealthcheckStatus", operator: "is", target: 1 };
    await create(
      syntheticsTest,
      resource({ vendor: "datadog", kind: "synthetics-test", body: body("grpc", grpc, serves) }),
    );
    expect(last()?.inputs).toMatchObject({
      subtype: "grpc",
      requestDefinition: { ...grpc, port: "443" },
      assertions: [{ ...serves, target: "1" }],
    });
    const ping = { host: "gw.example", numberOfPackets: 4 };
    const lost = { type: "packetLossPercentage", operator: "lessThanOrEqual", target: 0.25 };
    await create(
      syntheticsTest,
      resource({ vendor: "datadog", kind: "synthetics-test", body: body("icmp", ping, lost) }),
    );
    expect(last()?.inputs).toMatchObject({ requestDefinition: ping, assertions: [{ ...lost, target: "0.25" }] });
  });

  it("carries tests of a certificate, and of several requests with values handed on", async () => {
    const common = { type: "api", status: "live", name: "n", message: "m", tags: [], locations: ["aws:eu-west-1"] };
    const options = { tick_every: 60 };
    const certificate = { type: "certificate", operator: "isInMoreThan", target: 14 };
    const ssl = {
      ...common,
      subtype: "ssl",
      options,
      config: { request: { host: "shop.example", port: 443 }, assertions: [certificate], configVariables: [] },
    };
    await create(syntheticsTest, resource({ vendor: "datadog", kind: "synthetics-test", body: ssl }));
    expect(last()?.inputs).toMatchObject({
      subtype: "ssl",
      requestDefinition: { host: "shop.example", port: "443" },
      assertions: [{ type: "certificate", operator: "isInMoreThan", target: "14" }],
    });
    const steps = [
      {
        name: "Log in",
        subtype: "http",
        request: { method: "POST", url: "https://shop.example/login", timeout: 10, follow_redirects: false },
        assertions: [{ type: "statusCode", operator: "is", target: 200 }],
        extractedValues: [{ name: "SESSION", type: "http_body", parser: { type: "json_path", value: "$.session" } }],
        allowFailure: false,
        isCritical: true,
      },
    ];
    const multi = { ...common, subtype: "multi", options, config: { steps, configVariables: [] } };
    await create(syntheticsTest, resource({ vendor: "datadog", kind: "synthetics-test", body: multi }));
    expect(last()?.inputs).toMatchObject({
      subtype: "multi",
      apiSteps: [
        {
          name: "Log in",
          requestDefinition: { method: "POST", url: "https://shop.example/login", followRedirects: false },
          assertions: [{ type: "statusCode", operator: "is", target: "200" }],
          extractedValues: [{ name: "SESSION", parser: { type: "json_path", value: "$.session" } }],
        },
      ],
    });
  });

  it("renames a log pipeline", async () => {
    const body = post("/api/v1/logs/config/pipelines");
    await create(logsPipeline, resource({ vendor: "datadog", kind: "logs-pipeline", body }));
    expect(last()?.inputs).toMatchObject({
      name: "cleanup",
      isEnabled: true,
      filters: [{ query: "source:vercel" }],
      processors: [
        {
          grokParser: {
            name: "g",
            source: "message",
            isEnabled: true,
            samples: ["[cleanup-photos] Deleted 12 orphaned records"],
            grok: {
              supportRules: "",
              matchRules: "r \\[cleanup-photos\\] Deleted %{integer:cleanup.deleted} orphaned records",
            },
          },
        },
      ],
    });
  });
});

describe("what cannot be carried is refused, never dropped", () => {
  it("names the field that it does not know", async () => {
    const body = { ...post("/api/v1/synthetics/tests/api"), ci: true };
    const spec = resource({ vendor: "datadog", kind: "synthetics-test", name: "readyz", body });
    await expect(create(syntheticsTest, spec)).rejects.toThrow(/readyz \(datadog\/synthetics-test\)[\s\S]*"ci"/);
  });

  it("refuses a secret where it would be sent as the text `secret:NAME`", async () => {
    const body = { ...post("/api/v1/logs/config/pipelines"), description: "secret:ADMIN_TOKEN" };
    const spec = resource({ vendor: "datadog", kind: "logs-pipeline", body });
    await expect(create(logsPipeline, spec, { secret: () => "s3cret" })).rejects.toThrow(
      "secret:ADMIN_TOKEN cannot be filled in",
    );
  });

  it("says which variable a secret is missing from", async () => {
    const body = { ...post("/api/v1/synthetics/variables"), value: { secure: true, value: "secret:ADMIN_TOKEN" } };
    await expect(
      create(globalVariable, resource({ vendor: "datadog", kind: "global-variable", body })),
    ).rejects.toThrow("TOCSIN_SECRET_ADMIN_TOKEN is not set");
  });
});
