import { afterEach, describe, expect, it, vi } from "vitest";
import { PartlyCreated } from "../../tocsin/src/providers/server/errors.ts";
import type { Properties } from "../../tocsin/src/providers/server/types.ts";
import { syntheticsTest } from "../src/datadog/synthetics-test.ts";
import { checked, nothingUnknown, object, recordedCall, refusals, vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

const recorded = recordedCall("datadog-plugin", "POST", "/api/v1/synthetics/tests/api");

const given: Properties = {
  name: "readyz",
  type: "api",
  subtype: "http",
  status: "live",
  message: "m @slack-acme-alerts",
  tags: ["env:staging"],
  locations: ["aws:us-east-1", "aws:eu-central-1"],
  requestDefinition: { method: "GET", url: "https://app.example.com/api/readyz", timeout: 10 },
  requestHeaders: { Authorization: "Bearer {{ ADMIN_TOKEN }}" },
  configVariables: [{ type: "global", name: "ADMIN_TOKEN", id: "var-1002" }],
  assertions: [
    { type: "statusCode", operator: "is", target: "200" },
    {
      type: "body",
      operator: "validatesJSONPath",
      targetjsonpath: { jsonpath: "$.ok", operator: "is", targetvalue: "true" },
    },
    { type: "responseTime", operator: "lessThan", target: "5000" },
  ],
  optionsList: {
    tickEvery: 60,
    minFailureDuration: 90,
    minLocationFailed: 1,
    followRedirects: false,
    retry: { count: 1, interval: 300 },
    monitorName: "readyz monitor",
    monitorPriority: 1,
    monitorOptions: { renotifyInterval: 60 },
  },
};

/** A test of a gRPC server's health, and one of pings: the request, which is the same on the wire, and what is asserted. */
const otherKinds: readonly (readonly [string, Properties, { type: string; operator: string; target: string }])[] = [
  [
    "grpc",
    { host: "grpc.example.com", port: "443", callType: "healthcheck", service: "shop.Orders", timeout: 10 },
    { type: "grpcHealthcheckStatus", operator: "is", target: "1" },
  ],
  [
    "icmp",
    { host: "gw.example.com", numberOfPackets: 4 },
    { type: "packetLossPercentage", operator: "lessThanOrEqual", target: "0.25" },
  ],
];

function handler(...answers: Parameters<typeof vendorAnswering>) {
  const vendor = vendorAnswering(...answers);
  return { ...vendor, test: syntheticsTest(() => vendor.rest) };
}

/** The recorded answer with some members of its options or of the test itself changed. */
function changed(test: Properties, options: Properties = {}): Properties {
  const live = object(recorded.response);
  return { ...live, ...test, options: { ...object(live.options), ...options } };
}

describe("a synthetic test", () => {
  it("is sent as the official plugin sends it, read back at once, and is then the same", async () => {
    const { test, sent } = handler({ body: recorded.response });
    const inputs = checked(test, given);
    const { id, outputs } = await test.create(inputs);
    expect(id).toBe("abc-1008-xyz");
    expect(outputs.monitorId).toBe(1009);
    expect(sent[0]?.body).toEqual(recorded.request);
    expect(sent[1]).toMatchObject({ method: "GET", path: "/api/v1/synthetics/tests/api/abc-1008-xyz" });
    expect(await test.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    const read = await test.read(id, { inputs, outputs });
    expect(read).toEqual({ id, inputs, outputs });
  });

  it.each(otherKinds)(
    "of the kind %s is sent with numbers, and read back as it was stated",
    async (subtype, request, assertion) => {
      const { requestHeaders: _, configVariables: __, ...stated } = given;
      const inputs = checked(handler({}).test, {
        ...stated,
        subtype,
        requestDefinition: request,
        assertions: [assertion],
      });
      const target = Number(assertion.target);
      const config = { request, assertions: [{ ...assertion, target }], configVariables: [] };
      const { test, sent } = handler({ body: changed({ subtype, config }) });
      const { id, outputs } = await test.create(inputs);
      expect(sent[0]?.body).toMatchObject({ subtype, config });
      expect(await test.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    },
  );

  it("shows what a hand has changed, also an option that the program does not name", async () => {
    const inputs = checked(handler({}).test, given);
    const { test } = handler({
      body: changed({ status: "paused", locations: ["aws:eu-central-1"] }, { follow_redirects: true, tick_every: 300 }),
    });
    const read = await test.read("abc", { inputs, outputs: inputs });
    const stored = { inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
    const { detailed } = await test.diff("abc", stored, inputs, nothingUnknown);
    expect(detailed).toEqual({
      "locations[1]": "add",
      "optionsList.followRedirects": "delete",
      "optionsList.tickEvery": "update",
      status: "update",
    });
  });

  it("keeps its id when it was created but cannot be read back", async () => {
    const { test } = handler({ body: recorded.response }, { status: 403 });
    const error: unknown = await test.create(checked(test, given)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartlyCreated);
    expect(error).toMatchObject({ id: "abc-1008-xyz" });
  });

  it("keeps its place for a variable that is not known yet", () => {
    const { test } = handler({});
    const variables = [{ type: "global", name: "ADMIN_TOKEN" }];
    const { inputs, failures } = test.check(
      { ...given, configVariables: variables },
      undefined,
      new Set(["configVariables[0].id"]),
    );
    expect(failures).toEqual([]);
    expect(inputs.configVariables).toEqual(variables);
  });

  it("is deleted by its public id, with force only when asked for", async () => {
    const { test, sent } = handler({ body: {} });
    await test.delete("abc", {});
    await test.delete("abc", { forceDeleteDependencies: true });
    expect(sent.map(({ path, body }) => [path, body])).toEqual([
      ["/api/v1/synthetics/tests/delete", { public_ids: ["abc"] }],
      ["/api/v1/synthetics/tests/delete", { public_ids: ["abc"], force_delete_dependencies: true }],
    ]);
  });

  it("is refused with the place and the reason", () => {
    const { test } = handler({});
    const options = object(given.optionsList);
    expect(Object.keys(refusals(test, { ...given, optionsList: { ...options, tickEvery: 5 } }))).toEqual([
      "optionsList.tickEvery",
    ]);
    expect(refusals(test, { ...given, locations: [] }).locations).toContain("must not be empty");
    expect(refusals(test, { ...given, browserSteps: [] }).browserSteps).toContain("TOCSIN_PLUGINS=official");
    expect(Object.keys(refusals(test, { ...given, configVariables: [{ type: "global", name: "lower" }] }))).toEqual([
      "configVariables[0].name",
    ]);
  });

  it("refuses a target that must be a number and is none", async () => {
    const { test } = handler({ body: recorded.response });
    const inputs = checked(test, {
      ...given,
      assertions: [{ type: "responseTime", operator: "lessThan", target: "fast" }],
    });
    await expect(test.create(inputs)).rejects.toThrow('target "fast", which is no number');
  });
});
