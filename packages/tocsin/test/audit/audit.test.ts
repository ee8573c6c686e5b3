import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { audit } from "../../src/audit/audit.ts";
import type { DatadogEstate, Estate, SentryEstate } from "../../src/audit/estate.ts";
import { auditPage } from "../../src/audit/page.ts";
import { renderAudit } from "../../src/audit/render.ts";
import { type AuditReport, auditExitCode, auditReport, ruleId } from "../../src/audit/report.ts";
import { rules } from "../../src/audit/rules.ts";
import { auditSarif } from "../../src/audit/sarif.ts";

const plain = createColors(false);
const now = new Date("2026-06-01T12:00:00Z");

type Monitor = NonNullable<DatadogEstate["monitors"]>[number];

const monitor = (change: object = {}): Monitor => ({
  id: 1,
  name: "High CPU",
  type: "query alert",
  query: "avg(last_5m):avg:system.cpu.user{env:prod} > 90",
  message: "CPU is high @slack-acme-alerts",
  tags: ["env:prod"],
  overall_state: "OK",
  overall_state_modified: "2026-05-30T12:00:00Z",
  created: "2026-05-01T12:00:00Z",
  options: {},
  ...change,
});

const datadogOf = (monitors: Monitor[], change: Partial<DatadogEstate> = {}): Estate => ({
  now,
  datadog: {
    monitors,
    tests: [],
    downtimes: [],
    handles: new Set(["@slack-acme-alerts", "@pagerduty-web"]),
    states: null,
    ...change,
  },
  sentry: null,
  vercel: null,
  stripe: null,
});

const workflow = (change: object = {}): NonNullable<SentryEstate["workflows"]>[number] => ({
  id: "7",
  name: "Critical errors",
  enabled: true,
  environment: "prod",
  detectorIds: ["3"],
  triggers: null,
  actionFilters: [
    { actions: [{ type: "email", config: { targetType: "user", targetIdentifier: "11" } }] },
    { actions: [{ type: "slack", integrationId: "21", config: { targetDisplay: "#alerts" } }] },
  ],
  lastTriggered: "2026-05-30T00:00:00Z",
  dateCreated: "2025-01-01T00:00:00Z",
  ...change,
});

const detector = (change: object = {}): NonNullable<SentryEstate["detectors"]>[number] => ({
  id: "3",
  name: "Errors",
  type: "metric_issue",
  enabled: true,
  dataSources: [{ type: "snuba", queryObj: { id: "1", snubaQuery: { id: "9", query: "level:error" } } }],
  conditionGroup: null,
  ...change,
});

const sentryOf = (change: Partial<SentryEstate>): Estate => ({
  ...datadogOf([]),
  datadog: null,
  sentry: {
    organization: "acme",
    detectors: [detector()],
    workflows: [workflow()],
    members: new Set(["11"]),
    teams: new Set(),
    integrations: new Map([["21", { name: "acme", works: true }]]),
    ...change,
  },
});

/** `rule id: message` of each finding. */
const found = (estate: Estate): string[] =>
  audit(estate, "https://app.datadoghq.com").map(({ rule, id, message }) => `${rule} ${id}: ${message}`);

const downtime = (end: string | null, message: string | null = null) => ({
  id: "d",
  attributes: {
    message,
    status: "active",
    scope: "*",
    monitor_identifier: { monitor_id: 1 },
    schedule: { start: "2026-05-01T00:00:00Z", end },
  },
});

describe("an audit of Datadog", () => {
  it("finds nothing wrong with a monitor that notifies somebody, has data and has fired", () => {
    expect(found(datadogOf([monitor()]))).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    [
      "a destination that is not there",
      { message: "@slack-acme-gone @x@example.com" },
      ["dead-destination 1: it notifies @slack-acme-gone, which Datadog does not know"],
    ],
    ["nobody to notify", { message: "CPU is high" }, ["notifies-nobody 1: its message names no destination"]],
    ["a destination by tag, which cannot be judged", { message: "@slack-acme-{{team.name}}" }, []],
    ["a draft", { draft_status: "draft" }, ["disabled 1: it is a draft, which notifies nobody"]],
    [
      "an old mute in its options",
      { options: { silenced: { "*": null } } },
      ["muted-without-end 1: all of it is muted, without end"],
    ],
    ["a mute of one host", { options: { silenced: { "host:a": null } } }, []],
    [
      "no data, and since when",
      { overall_state: "No Data", overall_state_modified: "2026-05-20T08:00:00Z" },
      ["no-data 1: it has no data since 2026-05-20"],
    ],
    [
      "no data, and nothing said of when",
      { overall_state: "No Data", overall_state_modified: undefined },
      ["no-data 1: it has no data"],
    ],
    ["no data yet", { overall_state: "No Data", created: "2026-06-01T11:30:00Z" }, []],
    [
      "an alert that nobody ends",
      { overall_state: "Alert", overall_state_modified: "2026-05-20T08:00:00Z" },
      ["stuck 1: it has been firing for 12 days"],
    ],
    ["an alert of yesterday", { overall_state: "Alert", overall_state_modified: "2026-05-31T08:00:00Z" }, []],
    [
      "a recovery that notifies nobody",
      { message: "{{#is_alert}}down @slack-acme-alerts{{/is_alert}}" },
      ["no-recovery 1: every destination stands inside {{#is_alert}}"],
    ],
    [
      "a recovery that notifies somebody",
      {
        message: "{{#is_alert}}down @slack-acme-alerts{{/is_alert}} {{#is_recovery}}@slack-acme-alerts{{/is_recovery}}",
      },
      [],
    ],
    [
      "a page that wakes nobody, by its tag",
      { tags: ["severity:page"] },
      ["page-without-pager 1: it calls itself urgent and notifies @slack-acme-alerts"],
    ],
    [
      "a page that wakes nobody, by its name",
      { name: "[P1] High CPU" },
      ["page-without-pager 1: it calls itself urgent and notifies @slack-acme-alerts"],
    ],
    ["a page where alerts are drilled", { tags: ["severity:page", "env:staging"] }, []],
    ["a page that wakes somebody", { tags: ["severity:page"], message: "@pagerduty-web" }, []],
  ])("tells %s", (_what, change, expected) => {
    expect(found(datadogOf([monitor(change)]))).toEqual(expected);
  });

  it("tells a mute with its end and reason, one without an end as the worse", () => {
    const of = (one: ReturnType<typeof downtime>) => found(datadogOf([monitor()], { downtimes: [one] }));
    expect(of(downtime("2026-07-01T00:00:00Z", "move"))).toEqual([
      'muted 1: it is muted until 2026-07-01 00:00 UTC: "move"',
    ]);
    expect(of(downtime(null))).toEqual(["muted-without-end 1: it is muted without end, and the mute states no reason"]);
  });

  it("tells what watches the same, whatever the threshold, and what a composite lacks", () => {
    const other = monitor({ id: 2, name: "CPU", query: "avg(last_5m):avg:system.cpu.user{env:prod} >= 9.5e1" });
    const both = monitor({ id: 3, name: "Both", type: "composite", query: "1 && 9" });
    expect(found(datadogOf([monitor(), other, both]))).toEqual([
      "missing-part 3: it refers to monitor 9, which does not exist",
      'duplicate 2: it watches what monitor 1 ("High CPU") watches',
    ]);
  });

  it("lets a monitor be silent that a composite speaks for", () => {
    const both = monitor({ id: 3, type: "composite", query: "1 && 1" });
    expect(found(datadogOf([monitor({ message: "" }), both]))).toEqual([]);
  });

  it("tells what has never fired in a quarter of a year, and only where the states were read", () => {
    const old = monitor({ created: "2026-01-01T00:00:00Z" });
    const states = new Map([["1", { id: "1", state: "ok" as const, firedAt: null, recoveredAt: null }]]);
    expect(found(datadogOf([old], { states }))).toEqual([
      "never-fired 1: it was created on 2026-01-01 and has never fired",
    ]);
    expect(found(datadogOf([monitor()], { states }))).toEqual([]);
    expect(found(datadogOf([old], { states: null }))).toEqual([]);
  });

  it("says nothing of destinations that could not be read", () => {
    expect(found(datadogOf([monitor({ message: "@slack-acme-gone" })], { handles: null }))).toEqual([]);
  });

  it("tells a test that is paused", () => {
    const tests = [{ public_id: "abc-def-ghi", name: "readyz", status: "paused" }];
    expect(found(datadogOf([], { tests }))).toEqual(["disabled abc-def-ghi: it is paused"]);
  });
});

describe("an audit of Sentry", () => {
  it("finds nothing wrong with a monitor that an alert notifies of", () => {
    expect(found(sentryOf({}))).toEqual([]);
  });

  it.each<[string, Partial<SentryEstate>, string[]]>([
    ["a person who left", { members: new Set() }, ["dead-destination 7: it mails user 11, who is no member"]],
    [
      "an integration that is gone",
      { integrations: new Map() },
      ["dead-destination 7: it uses integration 21, which does not exist"],
    ],
    [
      "an integration that is disabled",
      { integrations: new Map([["21", { name: "acme", works: false }]]) },
      ['dead-destination 7: it uses the integration "acme", which is disabled'],
    ],
    ["members and integrations that were not read", { members: null, integrations: null }, []],
    [
      "an alert that is off, and so a monitor without one",
      { workflows: [workflow({ enabled: false })] },
      [
        "notifies-nobody 3: no alert that is switched on is connected to it: its issues notify nobody",
        "disabled 7: it is switched off",
      ],
    ],
    ["a monitor that is off", { detectors: [detector({ enabled: false })] }, ["disabled 3: it is switched off"]],
    ["alerts that were not read", { workflows: null }, []],
    [
      "an alert that does nothing, for nothing",
      { detectors: [], workflows: [workflow({ actionFilters: [], detectorIds: [] })] },
      ["notifies-nobody 7: it has no action", "watches-nothing 7: no monitor is connected to it"],
    ],
    [
      "an alert that has never notified anybody",
      { workflows: [workflow({ lastTriggered: null })] },
      ["never-fired 7: it was created on 2025-01-01 and has never notified anybody"],
    ],
    [
      "two monitors of one question",
      { detectors: [detector(), detector({ id: "4" })], workflows: [workflow({ detectorIds: ["3", "4"] })] },
      ['duplicate 4: it watches what monitor 3 ("Errors") watches'],
    ],
    [
      "the error monitor of a project itself",
      { detectors: [detector({ type: "error", dataSources: null })], workflows: [] },
      [],
    ],
  ])("tells %s", (_what, change, expected) => {
    expect(found(sentryOf(change))).toEqual(expected);
  });
});

const platforms: Estate = {
  ...datadogOf([]),
  datadog: null,
  vercel: {
    projects: [
      { id: "prj_1", name: "web", crons: { count: 2, disabled: true } },
      { id: "prj_2", name: "docs", crons: { count: 0, disabled: true } },
      { id: "prj_3", name: "blog", crons: null },
    ],
  },
  stripe: {
    endpoints: [
      { id: "we_1", url: "https://example.com/hook", status: "disabled" },
      { id: "we_2", url: "https://example.com/hook", status: "enabled" },
    ],
    destinations: [],
  },
};

describe("an audit of Vercel and Stripe", () => {
  it("tells crons and endpoints that are switched off, and events that arrive twice", () => {
    expect(found(platforms)).toEqual([
      "endpoint-disabled we_1: it is disabled: no event is delivered",
      "disabled prj_1: its 2 crons are switched off",
      "duplicate we_2: we_1 receives events at the same address",
    ]);
  });
});

describe("an audit of event destinations", () => {
  it("tells those that are switched off, and one with an endpoint's address; what is no address is no duplicate", () => {
    const stripe = {
      endpoints: [{ id: "we_1", url: "https://example.com/hook", status: "enabled" }],
      destinations: [
        { id: "ed_1", url: "https://example.com/hook", status: "enabled" },
        { id: "ed_2", url: "", type: "amazon_eventbridge", status: "disabled" },
        { id: "ed_3", url: "", type: "amazon_eventbridge", status: "enabled" },
      ],
    };
    expect(found({ ...platforms, vercel: null, stripe })).toEqual([
      "endpoint-disabled ed_2: it is disabled: no event is delivered",
      "duplicate ed_1: we_1 receives events at the same address",
    ]);
  });
});

const report = (estate: Estate, change: Partial<AuditReport> = {}): AuditReport =>
  auditReport.parse({
    version: 1,
    auditedAt: now.toISOString(),
    vendors: ["datadog"],
    complete: true,
    read: { "Datadog monitors": 1, "Stripe webhook endpoints": 2 },
    findings: audit(estate, "https://app.datadoghq.com"),
    notRead: [],
    calls: {},
    ...change,
  });

describe("the report of an audit", () => {
  it("begins with the verdict, then a block a rule, the worst first", () => {
    expect(
      renderAudit(report(platforms), plain),
    ).toBe(`1 Datadog monitor, 2 Stripe webhook endpoints: 1 error, 2 warnings.

error A webhook endpoint receives nothing (1, endpoint-disabled)
  https://example.com/hook (stripe webhook endpoint we_1): it is disabled: no event is delivered
    https://dashboard.stripe.com/webhooks/we_1
  -> Find out why its deliveries failed, then enable it again; or delete it.

warning It is switched off (1, disabled)
  web (vercel project prj_1): its 2 crons are switched off
    https://vercel.com/d?to=%2F%5Bteam%5D%2F%5Bproject%5D%2Fsettings%2Fcron-jobs
  -> Switch it on, or delete it.

warning Two watch the same thing (1, duplicate)
  https://example.com/hook (stripe webhook endpoint we_2): we_1 receives events at the same address
    https://dashboard.stripe.com/webhooks/we_2
  -> Delete one, or make the lower threshold the warning of the other.
`);
  });

  it("says what could not be read, and never that nothing is wrong then", () => {
    const unread = report(datadogOf([]), { complete: false, notRead: ["Sentry's alerts: it answered 500."] });
    expect(renderAudit(unread, plain)).toBe(
      "1 Datadog monitor, 2 Stripe webhook endpoints: nothing is wrong so far; not everything could be read.\n\ncould not be read\n  Sentry's alerts: it answered 500.\n",
    );
    expect([auditExitCode(unread), auditExitCode(report(datadogOf([]))), auditExitCode(report(platforms))]).toEqual([
      3, 0, 1,
    ]);
  });

  it("names the first few of a rule, cleans what vendors wrote, and has all on the page", () => {
    const many = Array.from({ length: 8 }, (_, n) =>
      monitor({ id: n, name: `<b>\u001b[31m${n}`, query: `q${n}`, message: "" }),
    );
    const text = renderAudit(report(datadogOf(many)), plain);
    expect(text).toContain("  and 3 more: --json or --html FILE has all\n");
    expect(text).not.toContain("\u001b");
    const page = auditPage(report(datadogOf(many)));
    expect(page).toContain("&lt;b&gt;[31m7");
    expect(page).not.toContain("<b>");
  });

  it("is SARIF with a rule for each finding, and a place that stays the same from run to run", () => {
    expect(auditSarif(report(platforms), "0.1.0")).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "tocsin audit", version: "0.1.0", rules: ruleId.options.map((id) => ({ id })) } },
          results: [
            {
              ruleId: "endpoint-disabled",
              ruleIndex: 4,
              level: "error",
              partialFingerprints: { resource: "endpoint-disabled stripe webhook endpoint we_1" },
            },
            { ruleId: "disabled", level: "warning" },
            { ruleId: "duplicate", level: "warning" },
          ],
        },
      ],
    });
  });

  it("has a title and a remedy for each rule, notices last", () => {
    expect(Object.keys(rules).sort()).toEqual([...ruleId.options].sort());
    const severities = ruleId.options.map((id) => rules[id].severity);
    expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });
});

const order = ["error", "warning", "notice"];
