/**
 * Sentry's monitors and the alerts that notify of them: whatever the language says of one is read back from the emulated vendor's
 * answer as a definition of equal bodies.
 */
import { expect, test } from "vitest";
import { reading } from "../../src/import/draft.ts";
import { fitted } from "../../src/import/fit.ts";
import { print } from "../../src/import/print.ts";
import { readDetector } from "../../src/import/sentry.ts";
import { readVerbatim } from "../../src/import/verbatim/verbatim.ts";
import { definitionIdSchema } from "../../src/model/definition.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { cronMonitors, sentryMetrics, uptimes } from "../contract/invented/sentry.ts";
import { definition, everybody } from "../support/definitions.ts";
import { bodyOf, newSentry, stack } from "./sentry-emulated.ts";

const definitionOf = (signal: object, condition: object) => definition({ signal, condition });

/** Both made, and read by their vendor's answers. */
async function outcome(detector: JsonObject, workflow: JsonObject | null) {
  const sentry = newSentry();
  const monitor = await sentry.monitor(detector);
  const alerts = workflow === null ? [] : [await sentry.alert({ ...workflow, detectorIds: [monitor.vendorId] })];
  const all = await sentry.monitors();
  const read = reading(() => readDetector(monitor, all, alerts, stack));
  return "reasons" in read ? read : fitted(read.draft, "web/imported", [everybody], stack);
}

const rows = [...sentryMetrics, ...uptimes, ...cronMonitors];

test.each(rows.map(([what, signal, condition], at) => [`${at} ${what}`, signal, condition] as const))(
  "%s",
  async (_what, signal, condition) => {
    const one = definitionOf(signal, condition);
    const fit = await outcome(bodyOf(one, "detector"), bodyOf(one, "workflow"));
    if ("reasons" in fit) throw new Error(fit.reasons.join("; "));
    expect([fit.route, fit.created, fit.imported.size]).toEqual([everybody.name, [], 2]);
    expect(fit.definition.condition).toEqual(one.condition);
    const text = /^(name|description|dataSources\.0\.name)$|\.data\./;
    expect(fit.changes.map(({ path }) => path).filter((path) => !text.test(path))).toEqual([]);
  },
);

test("a cron monitor whose members Sentry assumes is written in the words of the language", async () => {
  const source = { name: "Nightly export", slug: "nightly-export", config: { schedule: [2, "day"] } };
  const config = { ...source.config, schedule_type: "interval", timezone: "Europe/Berlin", failure_issue_threshold: 3 };
  const dataSources = [{ ...source, config }];
  const fit = await outcome({ type: "monitor_check_in_failure", dataSources, config: {}, enabled: true }, null);
  if ("reasons" in fit) throw new Error(fit.reasons.join("; "));
  const { text } = print(fit.definition, fit.route, [everybody.name], new Set());
  expect(text.slice(text.indexOf("  signal"), text.indexOf("  route"))).toMatchInlineSnapshot(`
    "  signal: checkIns({
        project: "web",
        slug: "nightly-export",
        schedule: { every: 2, unit: "day" },
        timezone: "Europe/Berlin",
        margin: minutes(1),
        maxRuntime: minutes(30),
      }),
      condition: consecutiveFailures(3),
    "
  `);
});

test.each<[string, JsonObject, RegExp]>([
  ["asserts", { assertion: { root: { op: "status_code", value: 200 } } }, /it asserts more than that an answer comes/],
  ["samples traces", { traceSampling: true }, /it samples traces/],
  [
    "asks elsewhere",
    { url: "https://other.example/" },
    /none of the stack's services: name the service under tocsin:hosts/,
  ],
])("an uptime monitor that %s is no definition", async (_what, changes, reason) => {
  const [, signal = {}, condition = {}] = uptimes[0] ?? [];
  const body = bodyOf(definitionOf(signal, condition), "detector");
  const [source] = Array.isArray(body.dataSources) ? body.dataSources : [];
  const found = await outcome({ ...body, dataSources: [{ ...Object(source), ...changes }] }, null);
  expect("reasons" in found && found.reasons.join("; ")).toMatch(reason);
});

test.each(cronMonitors.map(([what, signal, condition]) => [what, signal, condition] as const))(
  "the cron monitor %s is imported verbatim as well",
  async (_what, signal, condition) => {
    const monitor = await newSentry().monitor(bodyOf(definitionOf(signal, condition), "detector"));
    const found = readVerbatim(monitor, definitionIdSchema.parse("web/imported"), "web", stack);
    if ("reasons" in found) throw new Error(found.reasons.join("; "));
    const { id: _id, environments: _environments, ...sent } = Object(found.raw.body.dataSources)[0];
    expect(Object.keys(sent).toSorted()).toEqual(["config", "isMuted", "name", "slug", "status"]);
  },
);
