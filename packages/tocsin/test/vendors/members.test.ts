import { describe, expect, it, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { ResourceKind } from "../../src/model/resource.ts";
import { kinds } from "../../src/vendors/kinds.ts";
import { newMember, withoutNew } from "../../src/vendors/members.ts";
import { vendorFile, vendorFiles } from "../support/vendor-files.ts";

const members = { "": ["name", "options", "parts"], options: ["a"], "parts.*": ["id"] };

test.each<[string, string | null]>([
  ["name", null],
  ["new_field", "new_field"],
  ["new_field.inner", "new_field"],
  ["options.a", null],
  ["options.a.anything", null],
  ["options.b", "options.b"],
  ["parts.3.id", null],
  ["parts.3.size", "parts.*.size"],
  ["constructor", "constructor"],
])("%s", (path, place) => expect(newMember(members, path)).toBe(place));

it("leaves out what is new and nothing else", () => {
  const body = { name: "n", new_field: { a: 1 }, options: { a: { b: null }, b: 2 }, parts: [{ id: 1, size: 2 }] };
  expect(withoutNew(body, members)).toEqual({ name: "n", options: { a: { b: null } }, parts: [{ id: 1 }] });
});

const knownOf = (kind: ResourceKind, place: string) => kinds[kind].members?.[place] ?? [];

/** Schemas of Datadog's specification, and where what they say is in our tables. */
const datadog: [ResourceKind, string, string][] = [
  ["monitor", "", "Monitor"],
  ["monitor", "options", "MonitorOptions"],
  ["monitor", "options.thresholds", "MonitorThresholds"],
  ["synthetics-test", "", "SyntheticsTestDetails"],
  ["synthetics-test", "config", "SyntheticsAPITestConfig"],
  ["synthetics-test", "options", "SyntheticsTestOptions"],
  ["synthetics-test", "options.retry", "SyntheticsTestOptionsRetry"],
  ["global-variable", "", "SyntheticsGlobalVariable"],
  ["global-variable", "value", "SyntheticsGlobalVariableValue"],
  ["slack-channel", "", "SlackIntegrationChannel"],
  ["slack-channel", "display", "SlackIntegrationChannelDisplay"],
  ["logs-pipeline", "", "LogsPipeline"],
  ["dashboard", "", "Dashboard"],
  ["slo", "", "SLOResponseData"],
  ["slo", "thresholds.*", "SLOThreshold"],
];

describe(`all that Datadog's specification names is known: ${vendorFiles}`, () => {
  const text = vendorFile("datadog/v1-openapi.yaml");
  const schemas = z.object({
    components: z.object({
      schemas: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() }).loose()),
    }),
  });
  const named = text === undefined ? {} : schemas.parse(parseYaml(text)).components.schemas;
  it.each(datadog)("%s %s", (kind, place, schema) => {
    if (text === undefined) return;
    const theirs = Object.keys(named[schema]?.properties ?? {});
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter((one) => !knownOf(kind, place).includes(one))).toEqual([]);
  });
});

describe(`all that Sentry's specification names is known: ${vendorFiles}`, () => {
  const text = vendorFile("sentry/monitors-and-alerts.json");
  const list = z.object({
    get: z.object({
      responses: z.object({
        "200": z.object({
          content: z.object({
            "application/json": z.object({
              schema: z.object({ items: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
            }),
          }),
        }),
      }),
    }),
  });
  it.each([
    ["detector", "detectors"],
    ["workflow", "workflows"],
  ] as const)("%s", (kind, path) => {
    if (text === undefined) return;
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text));
    const whole = list.parse(paths[`/api/0/organizations/{organization_id_or_slug}/${path}/`]);
    const theirs = Object.keys(whole.get.responses["200"].content["application/json"].schema.items.properties);
    expect(theirs.length).toBeGreaterThan(5);
    expect(theirs.filter((one) => !knownOf(kind, "").includes(one))).toEqual([]);
  });
});
