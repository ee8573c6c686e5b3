import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { EVENT_AGGREGATIONS, EVENT_SOURCES } from "../../../emulators/src/datadog/config/dashboard-widgets.ts";
import { sloSchema } from "../../../emulators/src/datadog/config/slo-schema.ts";
import { OPTIONS } from "../../../emulators/src/datadog/monitors/option-schema.ts";
import { assetSchema, createSchema } from "../../../emulators/src/datadog/monitors/schema.ts";
import { apiTestSchema, OPERATORS } from "../../../emulators/src/datadog/synthetics/schema.ts";
import * as emulated from "../../../emulators/src/sentry/values.ts";
import { filterComparisons } from "../../../emulators/src/sentry/workflow-conditions.ts";
import * as language from "../../src/model/sentry-values.ts";
import type { IssueFilter } from "../../src/model/signals/issue-filter.ts";
import { compile } from "../../src/vendors/compile.ts";
import * as plugin from "../../src/vendors/sentry/bodies.ts";
import * as words from "../../src/vendors/sentry/issue-words.ts";
import { definition, everybody, stack } from "../support/definitions.ts";
import { vendorFile, vendorFiles } from "../support/vendor-files.ts";

/** Every list of values that we wrote down, against the vendor's specification. What deviates is a row with its source. */

/** An issue alert with every trigger and every filter of the language, as comparisons by their types. */
function everyIssueAlert() {
  const [per, comparedWith] = [3600, 86_400];
  const filter: Record<keyof IssueFilter, unknown> = {
    level: { atLeast: "error" },
    events: { above: 1, per },
    users: { above: 1, per, where: { plan: { match: "is", value: "team" } } },
    sessions: { above: 1, per },
    eventsRise: { abovePercent: 1, per, comparedWith },
    sessionsRise: { abovePercent: 1, per, comparedWith },
    age: { olderThan: 60 },
    priority: "high",
    deescalatedFrom: "high",
    category: "error",
    occurrences: 1,
    assigned: { member: "founder" },
    latestRelease: true,
    release: { its: "oldest", is: "older" },
    attributes: { message: { match: "is set" } },
    tags: { plan: { match: "contains", value: "team" } },
  };
  const triggers = [...Object.keys(words.eventTriggers), ...Object.keys(words.seerActivities)];
  const one = definition({
    signal: { kind: "sentry-issues", projects: ["web"], triggers, filter },
    condition: { kind: "each-event", throttle: 1800 },
  });
  const group = z.object({ conditions: z.array(z.object({ type: z.string(), comparison: z.json() })) });
  const { body } = compile([one], [everybody], stack).find(({ kind }) => kind === "workflow") ?? {};
  const whole = z.object({ triggers: group, actionFilters: z.tuple([group]) }).parse(body);
  const byType = ({ conditions }: z.output<typeof group>) =>
    new Map(conditions.map(({ type, comparison }) => [type, comparison]));
  return { triggers: byType(whole.triggers), actionFilters: byType(whole.actionFilters[0]) };
}

const sorted = (values: readonly unknown[]) => values.map(String).toSorted();

describe(`Sentry's values are ${vendorFiles}`, () => {
  const text = vendorFile("sentry/monitors-and-alerts.json");
  const operations = z.record(z.string(), z.record(z.string(), z.unknown()));
  const paths = text === undefined ? {} : z.object({ paths: operations }).parse(JSON.parse(text)).paths;
  const descriptionOf = (path: string, field: string) => {
    const properties = z.record(z.string(), z.object({ description: z.string() }).partial());
    const body = z.object({
      requestBody: z.object({
        content: z.object({ "application/json": z.object({ schema: z.object({ properties }) }) }),
      }),
    });
    const found = body.parse(paths[path]?.post).requestBody.content["application/json"].schema.properties[field];
    return found?.description ?? "";
  };
  const detectors = "/api/0/organizations/{organization_id_or_slug}/projects/{project_id_or_slug}/detectors/";
  const workflows = "/api/0/organizations/{organization_id_or_slug}/workflows/";
  /** The bulleted values below a word of a description: "- `300`: 5 minutes". */
  const bullets = (description: string, from: string, to: string) => {
    const start = description.indexOf(from);
    const part = description.slice(start, description.indexOf(to, start + from.length));
    return [...part.matchAll(/^\s*- `([^`]+)`: /gm)].flatMap(([, value]) => value ?? []);
  };
  const named = (description: string, pattern: RegExp) => [
    ...new Set([...description.matchAll(pattern)].flatMap(([, value]) => value ?? [])),
  ];

  test("comparisonDelta", () => {
    if (text === undefined) return;
    const theirs = sorted(bullets(descriptionOf(detectors, "config"), "`comparisonDelta`", "**Threshold**"));
    expect(theirs).toHaveLength(6);
    expect(sorted(language.sentryComparisons)).toEqual(theirs);
    expect(sorted(emulated.comparisonDeltas)).toEqual(theirs);
  });

  test("frequency", () => {
    if (text === undefined) return;
    const theirs = sorted(bullets(descriptionOf(workflows, "config"), "frequency", "```json"));
    expect(theirs).toHaveLength(8);
    expect(sorted(language.sentryThrottles.map((seconds) => seconds / 60))).toEqual(theirs);
    expect(sorted(emulated.frequencies)).toEqual(theirs);
  });

  test("triggers, filters, attributes, actions", () => {
    if (text === undefined) return;
    const triggers = descriptionOf(workflows, "triggers");
    const type = /"type":\s*"(\w+)"/g;
    expect(sorted(emulated.triggerTypes)).toEqual(sorted(named(triggers, type)));
    for (const activity of emulated.seerActivities) expect(triggers).toContain(`"${activity}"`);
    const filters = descriptionOf(workflows, "action_filters");
    const [conditions = "", actions = ""] = filters.slice(filters.indexOf("## Conditions")).split("## Actions");
    expect(sorted([...filterComparisons.keys()])).toEqual(sorted(named(conditions, type)));
    // A field of a ticket's form is of the type "select"; it is no action.
    expect(sorted(emulated.actionTypes)).toEqual(sorted(named(actions, type).filter((one) => one !== "select")));
    const attributes = conditions.slice(conditions.indexOf("`attribute`: The event attribute"));
    const line = attributes.slice(attributes.indexOf("Valid values are"), attributes.indexOf("\n"));
    expect(sorted(emulated.eventAttributes)).toEqual(sorted(named(line, /`([^`]+)`/g)));
    expect(sorted(language.sentryAttributes)).toEqual(sorted(emulated.eventAttributes));
    const categories = bullets(conditions, "**Issue Category**", "```json").slice(1);
    expect(sorted(emulated.issueCategories)).toEqual(sorted(categories));
    expect(sorted(Object.values(words.categoryNumbers))).toEqual(sorted(categories));
  });

  test("the language says every trigger and every filter", () => {
    if (text === undefined) return;
    const { triggers, actionFilters } = everyIssueAlert();
    const type = /"type":\s*"(\w+)"/g;
    const filters = descriptionOf(workflows, "action_filters");
    const [conditions = ""] = filters.slice(filters.indexOf("## Conditions")).split("## Actions");
    expect(sorted([...triggers.keys()])).toEqual(sorted(named(descriptionOf(workflows, "triggers"), type)));
    expect(sorted([...actionFilters.keys()])).toEqual(sorted(named(conditions, type)));
    const seer = z.array(z.string()).parse(triggers.get("seer_activity_trigger"));
    expect(sorted(seer)).toEqual(sorted(emulated.seerActivities));
    // And what it says has the form that the emulator, the second reading of the page, asks for.
    for (const [name, comparison] of actionFilters)
      expect([name, filterComparisons.get(name)?.safeParse(comparison).success]).toEqual([name, true]);
  });

  test("intervals, matches, levels, results", () => {
    if (text === undefined) return;
    const filters = descriptionOf(workflows, "action_filters");
    const counted = filters.slice(filters.indexOf("**Number of Events**"));
    // The prose spells minutes and the hour otherwise than Sentry's source does (getsentry/sentry, `STANDARD_INTERVALS`).
    const intervals = bullets(counted, "- `interval`", "```json")
      .slice(1)
      .map((one) => one.replace("min", "m").replace("hr", "h"));
    expect(sorted(emulated.intervals)).toEqual(sorted(intervals));
    expect(sorted(plugin.intervals)).toEqual(sorted(intervals));
    const tagged = filters.slice(filters.indexOf("**Tagged Event**"));
    // In Sentry's source besides (`MatchType`).
    const matches = sorted([...bullets(tagged, "- `match`", "- `value`").slice(1), "nsw", "new", "in", "nin"]);
    expect(sorted(emulated.matches)).toEqual(matches);
    expect(sorted(plugin.matches)).toEqual(matches);
    const levels = sorted(bullets(filters, "- `level`: The event level", "```json").slice(1));
    expect(sorted(emulated.levels)).toEqual(levels);
    expect(sorted(plugin.levels)).toEqual(levels);
    const results = bullets(descriptionOf(detectors, "condition_group"), "- `conditionResult`", "**Threshold").slice(1);
    // In Sentry's source besides (`DetectorPriorityLevel`).
    expect(sorted(emulated.conditionResults)).toEqual(sorted([...results, "25"]));
  });
});

test("language and emulator offer the same windows and throttles of Sentry", () => {
  expect(emulated.timeWindows).toEqual(language.sentryWindows);
});

describe(`Datadog's values are ${vendorFiles}`, () => {
  const text = vendorFile("datadog/v1-openapi.yaml");
  const schemas = z.object({ components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }) });
  const all = text === undefined ? {} : schemas.parse(parseYaml(text)).components.schemas;
  const theirs = (name: string) => sorted(z.array(z.unknown()).parse(all[name]?.enum));
  const ranges = z.object({
    properties: z.record(z.string(), z.object({ minimum: z.number(), maximum: z.number() }).partial()),
  });

  test.each<[string, readonly string[]]>([
    ["MonitorType", createSchema.shape.type.options],
    ["OnMissingDataOption", OPTIONS.on_missing_data.options],
    ["MonitorRenotifyStatusType", OPTIONS.renotify_statuses.unwrap().element.options],
    ["MonitorOptionsNotificationPresets", OPTIONS.notification_preset_name.options],
    ["MonitorDraftStatus", createSchema.shape.draft_status.unwrap().options],
    ["MonitorAssetCategory", assetSchema.shape.category.options],
    ["SyntheticsAssertionOperator", OPERATORS],
    ["SyntheticsTestOptionsHTTPVersion", apiTestSchema.options[0].shape.options.shape.httpVersion.unwrap().options],
    ["SyntheticsTestPauseStatus", apiTestSchema.options[0].shape.status.unwrap().options],
    ["SLOTimeframe", sloSchema.shape.timeframe.unwrap().options],
    ["SLOType", sloSchema.shape.type.options],
    ["FormulaAndFunctionEventsDataSource", EVENT_SOURCES],
    ["FormulaAndFunctionEventAggregation", EVENT_AGGREGATIONS],
  ])("%s", (name, ours) => {
    if (text === undefined) return;
    expect(sorted(ours)).toEqual(theirs(name));
  });

  test("the longest and shortest interval of a synthetic test", () => {
    if (text === undefined) return;
    const { tick_every: tick } = ranges.parse(all.SyntheticsTestOptions).properties;
    const ours = apiTestSchema.options[0].shape.options.shape.tick_every;
    expect([ours.minValue, ours.maxValue]).toEqual([tick?.minimum, tick?.maximum]);
  });
});
