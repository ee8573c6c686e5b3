/**
 * Sentry's monitors that are imported verbatim are one with the alerts that notify of them: as one they are written down, compiled,
 * read and drilled. What `sentryMonitor` says is read in the same way.
 */
import { describe, expect, test } from "vitest";
import { verbatimAlerts } from "../../src/app/verbatim-alerts.ts";
import { planDrill } from "../../src/drill/plan.ts";
import { readingOf } from "../../src/import/reading.ts";
import { onlyOn } from "../../src/import/sentry.ts";
import { readAlert } from "../../src/import/verbatim/alert.ts";
import { rawIds, readVerbatim } from "../../src/import/verbatim/verbatim.ts";
import { definitionIdSchema } from "../../src/model/definition.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { compileRaw } from "../../src/vendors/raw.ts";
import type { Row } from "../contract/invented/row.ts";
import { cronMonitors, sentryMetrics, uptimes } from "../contract/invented/sentry.ts";
import { issueAlerts } from "../contract/invented/sentry-issues.ts";
import { definition } from "../support/definitions.ts";
import { bodyOf, newSentry, stack } from "./sentry-emulated.ts";

const id = definitionIdSchema.parse("web/imported");
const definitionOf = ([, signal, condition]: Row) => definition({ signal, condition });

async function live(row: Row, change: (workflow: JsonObject) => JsonObject = (same) => same) {
  const sentry = newSentry();
  const one = definitionOf(row);
  const monitor = await sentry.monitor(bodyOf(one, "detector"));
  const alert = await sentry.alert({ ...change(bodyOf(one, "workflow")), detectorIds: [monitor.vendorId] });
  const other = await sentry.alert({ ...bodyOf(one, "workflow"), detectorIds: [monitor.vendorId, "50"] });
  return { monitor, alert, other };
}

async function imported(row: Row, change?: (workflow: JsonObject) => JsonObject) {
  const { monitor, alert, other } = await live(row, change);
  const alerts = onlyOn(monitor.vendorId, [alert, other]);
  const found = readVerbatim(monitor, id, "web", stack, alerts);
  if ("reasons" in found) throw new Error(found.reasons.join("; "));
  return { raw: found.raw, monitor, alert, ids: rawIds(found.raw, [monitor, ...alerts]) };
}

const row = (rows: readonly Row[], what: string): Row => {
  const found = rows.find(([name]) => name === what);
  if (found === undefined) throw new Error(what);
  return found;
};
const errors = row(sentryMetrics, "errors");

test("a monitor is written down with the alert that is on it alone, and compiled to both under one id", async () => {
  const { raw, monitor, alert, ids } = await imported(errors);
  expect([...ids]).toEqual([
    ["web/imported/detector", monitor.vendorId],
    ["web/imported/workflow", alert.vendorId],
  ]);
  const [detector, ...more] = compileRaw(raw, stack);
  expect(detector.kind).toBe("detector");
  expect(more).toMatchObject([
    {
      ...{ kind: "workflow", name: "web/imported/workflow", definition: id, parent: { organization: "acme" } },
      body: { name: "made in the browser tocsin:web/imported", detectorIds: [null] },
      refs: [{ path: "detectorIds.0", resource: detector.name, property: "id" }],
    },
  ]);
});

/** The plan of a drill of what is imported, or why it is left alone. */
function planned(resources: Parameters<typeof readAlert>[0]): string {
  const alert = readAlert(resources, [], stack);
  if ("reason" in alert) return alert.reason;
  const [plan] = planDrill({ definitions: [], stack, sqlProbes: [], verbatim: [alert] }, "real");
  const method = plan?.method;
  return method?.injection == null ? (method?.reason ?? "") : method.injection.kind;
}

const of = async (one: Row, change?: (workflow: JsonObject) => JsonObject) =>
  planned(compileRaw((await imported(one, change)).raw, stack));

describe("a drill of what is imported", () => {
  test.each<[string, Row, string]>([
    ["errors", errors, "events"],
    ["a latency", row(sentryMetrics, "latency"), "spans"],
    ["check-ins", cronMonitors[0] ?? errors, "check-ins"],
    ["an uptime", uptimes[0] ?? errors, "an endpoint cannot be made to fail from outside"],
    ["users", row(sentryMetrics, "users"), "events"],
  ])("%s", async (_what, one, expected) => expect(await of(one)).toBe(expected));

  test("knows whom its alert notifies, and its messages by the mark in the alert's name", async () => {
    const { raw } = await imported(errors);
    const alert = readAlert(compileRaw(raw, stack), [], stack);
    if ("reason" in alert) throw new Error(alert.reason);
    const everywhere = ["founder@example.com", "#alerts-staging"];
    expect(alert.places).toEqual({ alert: everywhere, recovery: everywhere });
    expect(alert.notes).toEqual([]);
    expect(alert.isAbout("Alert: made in the browser tocsin:web/imported")).toBe(true);
    expect(alert.isAbout("Alert: made in the browser tocsin:web/imported-2")).toBe(false);
  });

  const filtered = (change: (group: JsonObject) => JsonObject) => (workflow: JsonObject) => ({
    ...workflow,
    actionFilters: [change(Object((workflow.actionFilters as JsonObject[])[0]))],
  });
  test.each<[string, (workflow: JsonObject) => JsonObject, RegExp]>([
    ["is switched off", (one) => ({ ...one, enabled: false }), /switched off/],
    [
      "notifies by what its filters say",
      filtered((group) => ({
        ...group,
        logicType: "all",
        conditions: [{ type: "latest_release", comparison: true, conditionResult: true }],
      })),
      /notifies nobody for certain/,
    ],
    [
      "pages",
      filtered((group) => ({
        ...group,
        actions: [
          {
            ...{ type: "pagerduty", integrationId: "9", data: { priority: "critical" } },
            config: { targetType: "specific", targetIdentifier: "P1", targetDisplay: "on call" },
          },
        ],
      })),
      /notifies by pagerduty, which may wake somebody/,
    ],
  ])("leaves alone what %s", async (_what, change, reason) => expect(await of(errors, change)).toMatch(reason));

  test("leaves a monitor alone that no alert of its own is on", async () => {
    const { raw } = await imported(errors);
    const { alerts: _alerts, ...alone } = raw;
    expect(planned(compileRaw(alone, stack))).toBe(
      "no alert that is imported notifies of it: connect one to it at Sentry and import that",
    );
  });

  test("says of monitors that share an alert that they do, and of the alert how many it is of", async () => {
    const { raw } = await imported(errors);
    const { alerts = [], ...alone } = raw;
    const ids = ["web/first", "web/second"];
    const monitors = ids.flatMap((id) => compileRaw({ ...alone, id: definitionIdSchema.parse(id) }, stack));
    const [alert = {}] = alerts;
    const shared = compileRaw(
      {
        ...{ id: definitionIdSchema.parse("web/both"), stack: stack.name, kind: "workflow" },
        body: { ...alert, detectorIds: ["4711", "4712"] },
      },
      stack,
    );
    const { drilled, left } = verbatimAlerts({
      ...{ definitions: [], objectives: [], stack },
      resources: [...monitors, ...shared],
      imported: new Map([
        ["web/first/detector", "4711"],
        ["web/second/detector", "4712"],
        ["web/both/workflow", "4713"],
      ]),
    });
    const next =
      "which of them a notification is about is not known. Give each an alert of its own at Sentry, or write it as a definition";
    expect([drilled, left]).toEqual([
      [],
      [
        { id: "web/first", reason: `it shares its alert with other monitors (web/both): ${next}` },
        { id: "web/second", reason: `it shares its alert with other monitors (web/both): ${next}` },
        { id: "web/both", reason: `it notifies of 2 monitors (4711, 4712): ${next}` },
      ],
    ]);
  });

  test("an alert on new issues", async () => {
    const alert = await newSentry().alert(bodyOf(definitionOf(row(issueAlerts, "new")), "workflow"));
    const found = readVerbatim(alert, id, null, stack);
    if ("reasons" in found) throw new Error(found.reasons.join("; "));
    expect(planned(compileRaw(found.raw, stack))).toBe("events");
  });
});

describe("what sentryMonitor says", () => {
  const written = (one: Row, change: (body: JsonObject) => JsonObject = (same) => same, project = "web") => {
    const {
      name: _n,
      description: _d,
      projectId: _p,
      owner: _o,
      enabled: _e,
      ...body
    } = bodyOf(definitionOf(one), "detector");
    return definition({
      signal: { kind: "sentry-monitor", project, body: change(body) },
      condition: { kind: "as-stated" },
    });
  };

  test.each([...sentryMetrics, ...uptimes, ...cronMonitors].map((one, at) => [`${at} ${one[0]}`, one] as const))(
    "is read as the signal that says the same: %s",
    (_what, one) => {
      const { signal, condition } = definitionOf(one);
      const project = "project" in signal ? String(signal.project) : "";
      expect(readingOf(written(one, undefined, project), stack)).toMatchObject({
        unread: null,
        definition: { signal, condition },
      });
    },
  );

  test("is drilled by that signal, also where it watches every environment", () => {
    const everywhere = written(errors, (body) => ({
      ...body,
      dataSources: (body.dataSources as JsonObject[]).map((source) => ({ ...source, environment: null })),
    }));
    const reading = readingOf(everywhere, stack);
    if (reading === null) throw new Error("not read");
    const readings = new Map([[everywhere.id, reading]]);
    const [plan] = planDrill({ definitions: [everywhere], stack, sqlProbes: [], readings }, "real");
    expect(plan?.method.injection?.kind).toBe("events");
  });

  test.each<[string, JsonObject, string]>([
    ["another type", { type: "preprod_size" }, `its type "preprod_size" is none that a definition has`],
    [
      "more than a signal",
      { conditionGroup: { logicType: "all", conditions: [] } },
      "it has no limit of high priority",
    ],
  ])("is not drilled where it is %s, and says why", (_what, more, why) => {
    const other = written(errors, (body) => ({ ...body, ...more }));
    const reading = readingOf(other, stack);
    const readings = new Map([[other.id, reading ?? { definition: other, unread: null }]]);
    const [plan] = planDrill({ definitions: [other], stack, sqlProbes: [], readings }, "real");
    expect(plan?.method).toEqual({
      injection: null,
      reason: `its body is Sentry's own, and what makes it fire is not known: ${why}`,
    });
  });
});
