/** The tables of the vendors' quirks against what was sent to them and answered, and the emulators against both. */
import { describe, expect, it } from "vitest";
import { newClient } from "../../../emulators/test/datadog/client.ts";
import { alert, metricMonitor, slackAction, startSentry } from "../../../emulators/test/sentry/client.ts";
import type { Json, JsonObject, ResourceKind } from "../../src/model/resource.ts";
import { diff } from "../../src/vendors/diff.ts";
import { kinds } from "../../src/vendors/kinds.ts";
import { canonical, type Quirk } from "../../src/vendors/quirks.ts";
import { monitorRecordings } from "./pairs/monitors.ts";
import { absent, present, type Recording, sources } from "./pairs/recording.ts";
import { sentryRecordings } from "./pairs/sentry.ts";
import { stripeRecordings } from "./pairs/stripe.ts";
import { viewRecordings } from "./pairs/views.ts";

const recordings: readonly Recording[] = [
  ...monitorRecordings,
  ...viewRecordings,
  ...sentryRecordings,
  ...stripeRecordings,
];

type Stood = Recording["rows"][number][1];

/** A body in which only this stands at a place; `*` is the one element of a list. */
function bodyWith(path: string, stood: Stood): JsonObject {
  const build = ([key = "", ...rest]: string[]): Json => {
    const inner = rest.length === 0 ? (stood === present ? "something" : stood) : build(rest);
    if (key === "*") return inner === absent ? [{}] : [inner as Json];
    return inner === absent ? {} : { [key]: inner as Json };
  };
  return build(path.split(".")) as JsonObject;
}

interface Row {
  kind: ResourceKind;
  path: string;
  sent: Stood;
  read: Stood;
  from: string;
}

const rows = recordings.flatMap(({ kind, source, file, rows: own }) =>
  own.map(([path, sent, read]): Row => ({ kind, path, sent, read, from: `${sources[source].repository} ${file}` })),
);

const quirksOf = (kind: ResourceKind): readonly Quirk[] => kinds[kind].quirks;

describe("what was read of what was sent is no drift", () => {
  it.each(rows.map((row) => [`${row.kind} ${row.path}`, row.from, row] as const))("%s (%s)", (_, __, row) => {
    const { kind, path, sent, read } = row;
    const twice = quirksOf(kind).find((quirk) => quirk.rule === "repeats" && quirk.path === path);
    // What is said twice stands there once in both.
    const once = twice?.rule === "repeats" ? { [twice.member]: "something" } : {};
    const expected = { ...bodyWith(path, sent), ...once };
    const actual = { ...bodyWith(path, read), ...once };
    expect(diff(canonical(expected, quirksOf(kind)), canonical(actual, quirksOf(kind)), quirksOf(kind))).toEqual([]);
  });

  it("and would be without the tables", () => {
    // `null` is nothing in every body.
    const silent = rows.filter(
      ({ path, sent, read }) => read !== null && diff(bodyWith(path, sent), bodyWith(path, read), []).length === 0,
    );
    expect(silent.map(({ kind, path }) => `${kind} ${path}`)).toEqual([]);
  });
});

/** What no pair can show: these say what a value means, who may see it, or where it is not to be had. */
const judgements: readonly Quirk["rule"][] = ["means", "may-be-secret", "not-listed", "server-completes"];

it("every row of the tables is backed by a recording, or known from the specification alone", async () => {
  const backed = new Set(rows.map(({ kind, path }) => `${kind} ${path}`));
  const others = Object.entries(kinds).flatMap(([kind, one]) =>
    one.quirks
      .filter(({ rule }) => !judgements.includes(rule))
      .filter(({ path }) => !backed.has(`${kind} ${path}`))
      .map(({ rule, path }) => `${kind} ${rule} ${path}`),
  );
  const known = `${[...new Set(others)].sort().join("\n")}\n`;
  await expect(known).toMatchFileSnapshot("pairs/not-recorded.txt");
});

it("the emulated Sentry answers what Sentry's own tests state", async () => {
  const { call } = startSentry();
  const conditions = [
    { type: "tagged_event", comparison: { key: "severity", match: "eq", value: "high" }, conditionResult: true },
  ];
  const sent = alert({ actionFilters: [{ logicType: "any", conditions, actions: [slackAction()] }] });
  const made: Record<string, unknown> = {
    detector: (await call("POST", "/organizations/acme/projects/web/detectors/", metricMonitor())).body,
    workflow: (await call("POST", "/organizations/acme/workflows/", sent)).body,
  };
  /** The value at a path; `*` is the first element. */
  const at = (body: unknown, path: string) =>
    path.split(".").reduce((value: unknown, key) => Object(value)[key === "*" ? "0" : key], body);
  const stated = ["config", "dataSources", "detectorIds"];
  const answered = rows.filter(({ kind, path, sent }) => kind in made && sent === absent && !stated.includes(path));
  expect(answered.length).toBeGreaterThan(25);
  for (const { kind, path, read } of answered) {
    const value = at(made[kind], path);
    expect([kind, path, value === undefined]).toEqual([kind, path, false]);
    if (read !== present) expect([kind, path, value]).toEqual([kind, path, read]);
  }
});

it("the emulated Datadog answers what the real one was recorded with", async () => {
  const { create } = newClient();
  const sentTo: Partial<Record<ResourceKind, [path: string, body: JsonObject]>> = {
    monitor: [
      "/api/v1/monitor",
      {
        name: "m",
        type: "query alert",
        query: "avg(last_5m):avg:a.b{*} > 1",
        message: "m",
        options: { thresholds: { critical: 1 } },
      },
    ],
    dashboard: ["/api/v1/dashboard", { title: "d", layout_type: "ordered", widgets: [] }],
    slo: [
      "/api/v1/slo",
      {
        ...{ name: "s", type: "metric", thresholds: [{ timeframe: "7d", target: 99 }] },
        query: { numerator: "sum:a.good{*}.as_count()", denominator: "sum:a.all{*}.as_count()" },
      },
    ],
  };
  const found: string[] = [];
  const other: unknown[] = [];
  for (const [kind, [path, body]] of Object.entries(sentTo)) {
    const made = await create(path, body);
    const answer = Array.isArray(made.data) ? made.data[0] : made;
    for (const row of rows.filter((one) => one.kind === kind && one.sent === absent && !one.path.includes("*"))) {
      const value = row.path.split(".").reduce((at: unknown, key) => (at as JsonObject | undefined)?.[key], answer);
      if (value === undefined) continue;
      found.push(`${kind} ${row.path}`);
      if (row.read !== present && JSON.stringify(value) !== JSON.stringify(row.read))
        other.push([kind, row.path, value, row.read]);
    }
  }
  expect(other).toEqual([]);
  expect(found.length).toBeGreaterThan(25);
});
