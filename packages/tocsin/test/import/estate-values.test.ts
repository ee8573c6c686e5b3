import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import * as sentry from "../../../emulators/src/sentry/values.ts";
import { filterComparisons } from "../../../emulators/src/sentry/workflow-conditions.ts";
import type { Json, JsonObject } from "../../src/model/resource.ts";
import { monitorMembers, objectiveMembers, syntheticsTestMembers } from "../../src/vendors/datadog/members.ts";
import { vendorFile, vendorFiles } from "../support/vendor-files.ts";
import { composite, monitors, onObjective } from "./estate/datadog-monitors.ts";
import { tests } from "./estate/datadog-tests.ts";
import { objectives } from "./estate/objectives.ts";
import { drawFrom } from "./estate/seed.ts";
import { detectors, workflows } from "./estate/sentry.ts";

/** What the estate of the import has at least once: all that the vendors' specifications list. */

const draw = drawFrom(1);
const ofMonitors = [...monitors(draw), composite("1", "2"), ...onObjective("x")];
const ofTests = tests(draw, "id");
const ofAlerts = [...detectors(draw), ...workflows(draw, ["1", "2"])];

/** Every value of a member with this name, and the names of the members of every object under it. */
function valuesOf(node: Json, name: string): Set<string> {
  const found = new Set<string>();
  const visit = (one: Json): void => {
    if (typeof one !== "object" || one === null) return;
    for (const [key, value] of Object.entries(one)) {
      if (key === name && typeof value === "object" && value !== null)
        for (const inner of Object.keys(value)) found.add(inner);
      else if (key === name) found.add(String(value));
      visit(value);
    }
  };
  visit(node);
  return found;
}
const missing = (wanted: readonly string[], found: ReadonlySet<string>) => wanted.filter((one) => !found.has(one));

describe(`Datadog's values are ${vendorFiles}`, () => {
  const text = vendorFile("datadog/v1-openapi.yaml");
  const shape = z.object({
    components: z.object({
      schemas: z.record(
        z.string(),
        z.looseObject({
          enum: z.array(z.unknown().transform(String)).optional(),
          properties: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  });
  const schemas = text === undefined ? {} : shape.parse(parseYaml(text)).components.schemas;
  const listed = (name: string) => schemas[name]?.enum ?? Object.keys(schemas[name]?.properties ?? {});

  it.each<[string, JsonObject[], string, string[]]>([
    // The monitor of a test comes with it.
    ["MonitorType", ofMonitors, "type", ["synthetics alert"]],
    ["MonitorOptions", ofMonitors, "options", []],
    ["OnMissingDataOption", ofMonitors, "on_missing_data", []],
    // Made by another interface (v2), and read by none of the lists.
    ["SyntheticsTestDetailsType", ofTests, "type", ["network"]],
    ["SyntheticsTestDetailsSubType", ofTests, "subtype", []],
    ["SyntheticsAPITestStepSubtype", ofTests, "subtype", []],
    ["SyntheticsAssertionType", ofTests, "type", []],
    ["SyntheticsAssertionOperator", ofTests, "operator", []],
    ["SyntheticsStepType", ofTests, "type", []],
    ["SyntheticsTestOptions", ofTests, "options", []],
    ["SyntheticsMobileTestOptions", ofTests, "options", []],
    ["SyntheticsTestRequest", ofTests, "request", ["certificate", "compressedJsonDescriptor"]],
    ["SLOType", objectives(1), "type", []],
  ])("%s", (name, estate, member, without) => {
    if (text === undefined) return;
    expect(listed(name).length).toBeGreaterThan(2);
    expect(missing(listed(name), valuesOf(estate, member))).toEqual(without);
  });

  it.each<[string, readonly string[]]>([
    ["MonitorOptions", monitorMembers.options ?? []],
    ["Monitor", monitorMembers[""] ?? []],
    ["SyntheticsTestOptions", syntheticsTestMembers.options ?? []],
    ["SyntheticsMobileTestOptions", syntheticsTestMembers.options ?? []],
    ["SyntheticsTestDetails", syntheticsTestMembers[""] ?? []],
    ["SyntheticsBrowserTestConfig", syntheticsTestMembers.config ?? []],
    ["SyntheticsMobileTestConfig", syntheticsTestMembers.config ?? []],
    ["SyntheticsAPITestConfig", syntheticsTestMembers.config ?? []],
    ["ServiceLevelObjective", objectiveMembers[""] ?? []],
  ])("known members of %s", (name, known) => {
    if (text === undefined) return;
    expect(listed(name).length).toBeGreaterThan(0);
    expect(missing(listed(name), new Set(known))).toEqual([]);
  });
});

describe("Sentry's values are those that the emulator is held to", () => {
  const types = valuesOf(ofAlerts, "type");
  it.each<[string, readonly string[]]>([
    ["triggers", sentry.triggerTypes],
    ["filters", [...filterComparisons.keys()]],
    ["actions", sentry.actionTypes],
  ])("%s", (_, wanted) => {
    expect(missing(wanted, types)).toEqual([]);
  });

  it("windows, comparisons, throttles and periods", () => {
    expect(missing(sentry.timeWindows.map(String), valuesOf(ofAlerts, "timeWindow"))).toEqual([]);
    expect(missing(sentry.comparisonDeltas.map(String), valuesOf(ofAlerts, "comparisonDelta"))).toEqual([]);
    expect(missing(sentry.frequencies.map(String), valuesOf(ofAlerts, "frequency"))).toEqual([]);
    expect(missing(sentry.intervals, valuesOf(ofAlerts, "interval"))).toEqual([]);
  });
});
