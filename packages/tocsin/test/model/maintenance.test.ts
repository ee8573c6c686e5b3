import { expect, it } from "vitest";
import { type MaintenanceInput, maintenanceFaults, maintenanceSchema } from "../../src/model/maintenance.ts";
import { type ObjectPair, objectPairs } from "../../src/review/objects.ts";
import { windowChanges } from "../../src/review/windows.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const input: MaintenanceInput = {
  id: "maintenance/upgrades",
  title: "Upgrades",
  owner: "founder",
  reason: "the provider restarts the database",
  silences: { service: "shop" },
  every: "week",
  on: ["sunday", "wednesday"],
  since: "2027-01-03",
  from: "03:00",
  duration: 1800,
  timezone: "Europe/Vienna",
};

const parsed = (changes: object = {}) => maintenanceSchema.parse({ ...input, ...changes });
const compiled = (changes: object = {}) =>
  compile([definition()], [everybody], stack, [], {
    dashboards: [],
    objectives: [],
    maintenances: [parsed(changes)],
  }).filter(({ kind }) => kind === "downtime");

it("compiles to a downtime of the stack's own monitors that comes again and again", () => {
  expect(compiled()).toEqual([
    {
      vendor: "datadog",
      kind: "downtime",
      name: "maintenance/upgrades/downtime",
      definition: "maintenance/upgrades",
      parent: {},
      body: {
        display_timezone: "Europe/Vienna",
        message: "Upgrades: the provider restarts the database\ntocsin:maintenance/upgrades",
        monitor_identifier: { monitor_tags: ["env:staging", "managed-by:tocsin", "service:shop"] },
        mute_first_recovery_notification: false,
        notify_end_states: ["alert", "no data", "warn"],
        notify_end_types: ["expired"],
        schedule: {
          recurrences: [{ duration: "30m", rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE,SU", start: "2027-01-03T03:00:00" }],
          timezone: "Europe/Vienna",
        },
        scope: "*",
      },
      refs: [],
    },
  ]);
});

it("is one downtime for each alert that it names", () => {
  const alerts = { silences: { alerts: ["shop/errors", "shop/slow"] }, aliases: ["maintenance/old"] };
  expect(compiled(alerts).map(({ name, aliases, body }) => [name, aliases, body.monitor_identifier])).toEqual([
    [
      "maintenance/upgrades/downtime/shop.errors",
      ["maintenance/old/downtime/shop.errors"],
      { monitor_tags: ["env:staging", "managed-by:tocsin", "tocsin-id:shop/errors"] },
    ],
    [
      "maintenance/upgrades/downtime/shop.slow",
      ["maintenance/old/downtime/shop.slow"],
      { monitor_tags: ["env:staging", "managed-by:tocsin", "tocsin-id:shop/slow"] },
    ],
  ]);
});

it("silences severities, of all services or of one, by one downtime each", () => {
  const tagsOf = (silences: object) =>
    compiled({ silences }).map(({ name, body }) => [
      name.replace("maintenance/upgrades/downtime", ""),
      body.monitor_identifier,
    ]);
  expect(tagsOf({ severities: ["ticket", "info"] })).toEqual([
    ["/ticket", { monitor_tags: ["env:staging", "managed-by:tocsin", "severity:ticket"] }],
    ["/info", { monitor_tags: ["env:staging", "managed-by:tocsin", "severity:info"] }],
  ]);
  expect(tagsOf({ service: "shop", severities: ["ticket"] })).toEqual([
    ["/ticket", { monitor_tags: ["env:staging", "managed-by:tocsin", "service:shop", "severity:ticket"] }],
  ]);
});

it.each([
  [{ timezone: "Vienna" }, "no such time zone: write it as Europe/Vienna"],
  [{ every: "day" }, 'days go with every: "week", which needs them'],
  [{ on: undefined }, 'days go with every: "week", which needs them'],
  [{ from: "3:00" }, "a time is written 02:30"],
  [{ duration: 90 }, "Invalid number: must be a multiple of 60"],
  [{ since: "2027-02-30" }, "Invalid ISO date"],
])("refuses %j", (changes, message) => {
  expect(maintenanceSchema.safeParse({ ...input, ...changes }).error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ]);
});

it("refuses a window that silences nothing", () => {
  const sentry = definition({
    id: "shop/sentry",
    signal: { kind: "sentry-errors", project: "web", tags: {} },
    condition: { kind: "threshold", comparison: "above", critical: 5, window: 300, over: "total" },
  });
  const told = (silences: object, all = [definition(), sentry]) =>
    maintenanceFaults(parsed({ silences }), all).map(({ path, message }) => `${path}: ${message}`);
  expect(told({ service: "shop" })).toEqual([]);
  expect(told({ service: "ship" })).toEqual(['silences.service: no definition is of service "ship"']);
  expect(told({ service: "shop" }, [sentry])).toEqual([
    'silences.service: no alert of service "shop" is watched by Datadog, and no other vendor takes a maintenance window',
  ]);
  const { severity } = definition();
  const other = severity === "page" ? "ticket" : "page";
  expect(told({ severities: [severity] })).toEqual([]);
  expect(told({ severities: [severity, other, severity] })).toEqual([
    `silences.severities.1: no alert that Datadog watches has severity ${other}`,
    `silences.severities.2: the severity "${severity}" is named twice`,
  ]);
  expect(told({ service: "shop", severities: ["info"] })).toEqual([
    'silences.severities.0: no alert of service "shop" that Datadog watches has severity info',
  ]);
  expect(told({ alerts: ["shop/errors", "shop/sentry", "shop/none"] })).toEqual([
    'silences.alerts.1: "shop/sentry" is a sentry-errors signal, which no Datadog monitor watches',
    'silences.alerts.2: there is no definition "shop/none"',
  ]);
});

it("is reviewed in words: new, longer, other words, gone", () => {
  const said = (before: object | null, after: object | null) =>
    objectPairs(before === null ? [] : compiled(before), after === null ? [] : compiled(after)).flatMap(
      (pair: ObjectPair) => (windowChanges(pair) ?? []).map(({ kind, text }) => `${kind}: ${text}`),
    );
  const window = "The maintenance window maintenance/upgrades";
  const when = "the alerts of service shop every Wednesday, Sunday at 03:00 (Europe/Vienna)";
  expect(said(null, {})).toEqual([`muted: ${window} silences ${when} for 30 min.`]);
  expect(said({}, { duration: 7200 })).toEqual([
    `muted: ${window} silences ${when} for 2 h instead of ${when} for 30 min.`,
  ]);
  expect(said(null, { silences: { severities: ["ticket"] }, on: ["sunday"] })).toEqual([
    `muted: ${window} silences all alerts with severity ticket every Sunday at 03:00 (Europe/Vienna) for 30 min.`,
  ]);
  expect(said({}, { reason: "the provider moves the database" })).toEqual([`text: ${window} has other words.`]);
  expect(said({ every: "day", on: undefined }, null)).toEqual([
    `unmuted: ${window} is gone: the alerts of service shop every day at 03:00 (Europe/Vienna) for 30 min is silent no more.`,
  ]);
});
