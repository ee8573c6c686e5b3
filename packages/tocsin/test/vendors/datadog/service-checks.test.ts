/** Service checks: what they compile to, say, become in review, and how a drill fires them. */
import { describe, expect, it, test } from "vitest";
import { planDrill } from "../../../src/drill/plan.ts";
import { waitsFor } from "../../../src/drill/waits.ts";
import { caseTransitions, lineOf } from "../../../src/evaluate/case.ts";
import { readMonitor } from "../../../src/import/datadog.ts";
import { definitionOf } from "../../../src/import/fit.ts";
import { print } from "../../../src/import/print.ts";
import { faultsOf } from "../../../src/model/check.ts";
import type { Condition } from "../../../src/model/condition.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { minutes } from "../../../src/model/units.ts";
import { consecutiveFailures, percentFailing } from "../../../src/model/words/conditions.ts";
import { httpCheck, serviceCheck } from "../../../src/model/words/signals.ts";
import { conditionChanges } from "../../../src/review/condition.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { datadogDrill } from "../../../src/vendors/datadog/drill.ts";
import { checkRunPath, type DatadogFire } from "../../../src/vendors/datadog/fire.ts";
import { checkRuns } from "../../../src/vendors/datadog/fire-checks.ts";
import { methodFor } from "../../../src/vendors/methods.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

type Watched = Omit<Parameters<typeof serviceCheck>[0], "check">;
const check = (condition: Condition, watched: Watched = { groupBy: ["host"] }, more: object = {}) =>
  definition({ signal: serviceCheck({ check: "db.can_connect", ...watched }), condition, ...more });

function bodyOf(one: ReturnType<typeof check>): JsonObject {
  const made = compile([one], [everybody], stack).find(({ kind }) => kind === "monitor");
  if (made === undefined) throw new Error("no monitor");
  return made.body;
}

describe("the monitor", () => {
  it("counts runs in a row, warns, and notifies of missing data by the older option", () => {
    const body = bodyOf(check(consecutiveFailures(3, { recoverAfter: 2, warnAfter: 4, noDataAfter: minutes(10) })));
    expect(body).toMatchObject({
      type: "service check",
      query: '"db.can_connect".over("env:staging").by("host").last(5).count_by_status()',
      options: {
        thresholds: { critical: 3, warning: 4, ok: 2 },
        ...{ notify_no_data: true, no_data_timeframe: 10, renotify_statuses: ["alert", "no data"] },
      },
    });
    expect(body.options).not.toHaveProperty("on_missing_data");
  });

  it("takes a percentage of all, or of each group", () => {
    expect(bodyOf(check(percentFailing(50), {}))).toMatchObject({
      query: '"db.can_connect".over("env:staging").by("*").last(1).pct_by_status()',
      options: { thresholds: { critical: 50 }, notify_no_data: false },
    });
    expect(bodyOf(check(percentFailing(50, { warning: 30 }), { groupBy: ["zone"] }))).toMatchObject({
      query: '"db.can_connect".over("env:staging").by("zone").last(1).pct_by_status()',
      options: { thresholds: { critical: 50, warning: 30 } },
    });
  });

  it("says what the check said, and a warning wakes nobody", () => {
    const pager = { ...everybody, pager: ["webhook-pager"] };
    const one = check(consecutiveFailures(3, { warnAfter: 2, noDataAfter: minutes(10) }));
    const prod = { ...stack, allowDrills: false };
    const body = compile([one], [pager], prod).find(({ kind }) => kind === "monitor")?.body;
    const message = String(body?.message);
    expect(message.split("\n").slice(0, 10)).toEqual([
      "{{#is_alert}}",
      "[PAGE] 3 failures in a row on {{host.name}}. Since {{local_time 'last_triggered_at' 'UTC'}}.",
      "{{check_message}}",
      "{{/is_alert}}",
      "{{#is_warning}}",
      "Warning: 2 warnings in a row on {{host.name}}, fires after 3 failures in a row. Since {{local_time 'last_triggered_at' 'UTC'}}.",
      "{{check_message}}",
      "{{/is_warning}}",
      "{{#is_no_data}}",
      "No data on {{host.name}}: what it watches has stopped arriving.",
    ]);
    expect(message).toContain("{{^is_warning}} @webhook-pager {{/is_warning}}");
  });
});

test.each<[string, Condition, Watched, string[]]>([
  [
    "a tag of several values, which no check has",
    consecutiveFailures(1),
    { tags: { role: ["a", "b"] } },
    ["model/tags signal.tags.role"],
  ],
  [
    "one value a tag, and any that is left out",
    consecutiveFailures(1),
    { tags: { role: "a" }, exclude: { zone: ["1", "2"] } },
    [],
  ],
  ["a percentage", percentFailing(99), {}, []],
])("%s is judged when it is loaded", (_, condition, watched, faults) => {
  expect(faultsOf(check(condition, watched)).map(({ rule, path }) => `${rule} ${path}`)).toEqual(faults);
});

test("what only service checks do is refused elsewhere, and a percentage that nothing is above", () => {
  const test = httpCheck({ service: "shop", path: "/", every: minutes(1), expect: { status: 200 } });
  const one = definition({
    signal: test,
    condition: consecutiveFailures(2, { warnAfter: 1, noDataAfter: minutes(5) }),
  });
  expect(faultsOf(one).map(({ path }) => path)).toEqual(["condition.warnAfter", "condition.noDataAfter"]);
  expect(() => check(percentFailing(100))).toThrow();
  expect(() => check(consecutiveFailures(1, { noDataAfter: minutes(1) }))).toThrow();
});

describe("on series", () => {
  const does = (one: ReturnType<typeof check>, runs: { tags?: Record<string, string>; values: string }[]) =>
    caseTransitions({
      ...{ definition: one, interval: 60_000, limits: {}, until: null },
      series: { runs: runs.map(({ tags = {}, values }) => ({ tags, values })) },
    }).map(lineOf);

  it("warns by runs that warn, which failures break off", () => {
    const one = check(consecutiveFailures(2, { warnAfter: 2 }), { groupBy: [] });
    expect(does(one, [{ values: "1 0.5 0 0.5 0.5 0 0 1" }])).toEqual(["4m warn", "6m alert", "7m ok"]);
  });

  it("has no data when no run has come for so long, each group for itself", () => {
    const one = check(consecutiveFailures(2, { noDataAfter: minutes(3) }));
    const runs = [
      { tags: { host: "a" }, values: "1x1 _x4 1 1" },
      { tags: { host: "b" }, values: "1x7" },
    ];
    expect(does(one, runs)).toEqual(["4m no-data host:a", "6m ok host:a"]);
  });

  it("takes the last run of each check", () => {
    const one = check(percentFailing(50, { warning: 60 }), { groupBy: [] });
    const runs = ["1 0 0 0 1", "1 0 0 1 1", "1 1 0 0.5 0.5"].map((values, n) => ({ tags: { host: `h${n}` }, values }));
    expect(does(one, runs)).toEqual(["1m alert", "3m ok"]);
  });
});

describe("import", () => {
  const live = (query: string, options: object) =>
    ({
      ...{ vendor: "datadog", kind: "monitor", vendorId: "1", identity: null, parent: {}, properties: {} },
      body: { name: "Database", type: "service check", query, message: "", tags: [], priority: null, options },
    }) as never;

  it.each<[string, string, object, string]>([
    [
      "of runs",
      '"db.can_connect".over("env:staging","role:db").exclude("zone:1").by("host","port").last(6).count_by_status()',
      { thresholds: { critical: 3, warning: 2, ok: 2 }, notify_no_data: true, no_data_timeframe: 10 },
      "consecutiveFailures(3, { recoverAfter: 2, warnAfter: 2, noDataAfter: minutes(10) })",
    ],
    [
      "of a percentage, with what is meant by no time",
      '"db.can_connect".over("*").by("*").last(1).pct_by_status()',
      { thresholds: { critical: 50 }, notify_no_data: true },
      "percentFailing(50, { noDataAfter: days(1) })",
    ],
  ])("reads a monitor %s", (_, query, options, code) => {
    const read = definitionOf(readMonitor(live(query, options), stack), "by-hand/db", "everybody");
    if (Array.isArray(read)) throw new Error(read.join());
    expect(print(read, "everybody", ["everybody"], new Set()).text).toContain(`condition: ${code}`);
  });

  it("says which limit is none of a definition's", () => {
    const query = '"a".over("*").by("*").last(1).pct_by_status()';
    expect(() => readMonitor(live(query, { thresholds: { warning: 50 } }), stack)).toThrow("its limits are none");
  });
});

test.each<[string, Condition, Condition, string]>([
  [
    "more warnings",
    consecutiveFailures(2, { warnAfter: 2 }),
    consecutiveFailures(2, { warnAfter: 3 }),
    "Warns after 3 warnings in a row instead of 2.",
  ],
  [
    "no warning",
    consecutiveFailures(2, { warnAfter: 2 }),
    consecutiveFailures(2),
    "No longer warns: nothing is sent before it fires.",
  ],
  [
    "silence",
    consecutiveFailures(2),
    consecutiveFailures(2, { noDataAfter: minutes(5) }),
    "Notifies when no run has come for 5 min.",
  ],
  [
    "no silence",
    percentFailing(5, { noDataAfter: minutes(5) }),
    percentFailing(5),
    "When its runs stop, it no longer notifies of that.",
  ],
  [
    "a percentage",
    percentFailing(50),
    percentFailing(60),
    "Fires when more than 60 % of the checks are critical instead of 50.",
  ],
  [
    "another kind",
    consecutiveFailures(2),
    percentFailing(60),
    "Fires by another kind of condition: more than 60 % of the checks critical instead of 2 failures in a row.",
  ],
])("review tells of %s", (_, was, is, text) => {
  expect(conditionChanges(check(was), check(is)).map((one) => one.text)).toEqual([text]);
});

describe("a drill", () => {
  const methodOf = (one: ReturnType<typeof check>) =>
    planDrill({ definitions: [one], stack, sqlProbes: [] }, "real")[0]?.method;

  it("reports critical runs of a host of its own, and then runs that are OK", () => {
    const method = methodOf(
      check(consecutiveFailures(3, { recoverAfter: 2 }), { tags: { role: "db" }, groupBy: ["host", "port"] }),
    );
    const injection = method?.injection;
    if (injection?.kind !== "check-runs") throw new Error("no runs");
    const sent = checkRuns(injection, "failures", { now: 1000, token: "run-1" });
    expect(sent.map(({ status, timestamp }) => [status, timestamp])).toEqual([
      [2, 970],
      [2, 985],
      [2, 1000],
    ]);
    expect(sent[0]).toMatchObject({
      host_name: "tocsin-drill",
      tags: ["env:staging", "role:db", "port:tocsin-drill"],
      message: "tocsin drill run-1",
    });
    expect(checkRuns(injection, "passes", { now: 1000, token: "t" }).map(({ status }) => status)).toEqual([0, 0]);
  });

  it("leaves alone what a host that is made up would stay in, or be missed by", () => {
    const reasons = [percentFailing(5), consecutiveFailures(1, { noDataAfter: minutes(5) })].map((condition) =>
      methodOf(check(condition)),
    );
    expect(reasons).toEqual([
      { injection: null, reason: "checks that a drill makes up would count in its percentage from then on" },
      {
        injection: null,
        reason:
          "a check that a drill makes up stops reporting afterwards, and it would notify of missing data for that",
      },
    ]);
  });
});

test("what a killed drill had reported ends by the runs that its journal has", async () => {
  const sent: unknown[] = [];
  const datadog = { sendCheckRuns: async (runs: unknown) => void sent.push(runs) } as unknown as DatadogFire;
  const passes = [{ check: "db.can_connect", host_name: "tocsin-drill", status: 0, tags: [], message: "" }];
  const restore = {
    vendor: "datadog",
    what: "db.can_connect",
    method: "POST",
    path: checkRunPath,
    body: { passes },
  } as const;
  expect(await datadogDrill.undo(datadog, restore, "run")).toBe(true);
  expect(sent).toEqual([passes]);
});

test("a drill waits until a new host is judged", () => {
  const fires = (more: object) => {
    const one = check(consecutiveFailures(1), { groupBy: ["host"] }, more);
    const { injection } = methodFor(one, { all: [one], stack, probes: [], objectives: [] });
    return injection === null ? 0 : waitsFor(one, injection).fire;
  };
  expect(fires({ datadog: { newHostDelay: 900 } }) - fires({})).toBe(600);
});
