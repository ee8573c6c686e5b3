import { describe, expect, test } from "vitest";
import { caseTransitions } from "../../../src/evaluate/case.ts";
import { evaluate, whyNotEvaluated } from "../../../src/evaluate/evaluate.ts";
import { parseValues } from "../../../src/evaluate/notation.ts";
import { timeText } from "../../../src/evaluate/time.ts";
import { lint } from "../../../src/lint/lint.ts";
import { faultsOf } from "../../../src/model/check.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { days } from "../../../src/model/language.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { groupsOfSignal } from "../../../src/model/signals/facts.ts";
import { everybody } from "../../support/definitions.ts";
import { vendorFiles } from "../../support/vendor-files.ts";
import { checks } from "./checks.ts";
import { compiledWith, definitionOf } from "./compiled.ts";
import { events, frontEnd } from "./events.ts";
import { faultsOfBody } from "./judge.ts";
import { anomalies, changes, forecasts, outliers } from "./judged.ts";
import { metrics } from "./metrics.ts";
import { objectives, parts, stack } from "./parts.ts";
import type { Case, Row } from "./row.ts";
import { searches } from "./searches.ts";
import { cronMonitors, sentryMetrics, uptimes } from "./sentry.ts";
import { issueAlerts } from "./sentry-issues.ts";
import { serviceChecks } from "./service-checks.ts";
import { destinations, endpoints } from "./stripe.ts";
import { burnRates, composites, heartbeats } from "./together.ts";
import { traces } from "./traces.ts";

/**
 * Alerts as teams invent them, ten a family and more: each can be said, compiles to what the vendor's specification takes, is
 * linted, and passes the tests that its team would write of it, or says why it is not evaluated.
 */

const from = Date.UTC(2026, 0, 5);

/** Everything that a definition does of a case, by time; a group is not named, as each of these has one. */
function does(one: Definition, series: Case[0]): string {
  const tags = Object.fromEntries(groupsOfSignal(one.signal).map((key) => [key, "a"]));
  const given = Object.entries(series).map(([name, values]) => [name, [{ tags, values }]] as const);
  const longest = Math.max(...Object.values(series).map((values) => parseValues(values).length));
  const test = {
    definition: one,
    interval: 60_000,
    series: Object.fromEntries(given),
    limits: {},
    until: (longest - 1) * 60_000,
  };
  return caseTransitions(test)
    .map(({ at, state }) => `${timeText(at)} ${state}`)
    .join(", ");
}

function lintErrors(one: Definition, resources: readonly Resource[]): ReturnType<typeof lint> {
  const [definitions, routes] = [[one, ...parts], [everybody]];
  const beside = { runbooks: new Set(["shop"]), documents: null, dashboards: [], objectives, stacks: [] };
  const compiled = [{ config: stack, routes, definitions, resources }];
  return lint({ written: { definitions, routes, ...beside }, compiled }).filter(
    ({ definition: id, severity }) => id === one.id && severity === "error",
  );
}

/** Families whose evaluator is held by other tests. */
const older = new Set<readonly Row[]>([metrics, searches, checks]);

describe.each<[family: string, rows: readonly Row[], least: number]>([
  ["metrics", metrics, 20],
  ["searches", searches, 20],
  ["HTTP checks", checks, 20],
  ["service checks", serviceChecks, 10],
  ["events", events, 10],
  ["front-end events", frontEnd, 10],
  ["traces", traces, 10],
  ["composites", composites, 10],
  ["changes", changes, 10],
  ["anomalies", anomalies, 10],
  ["forecasts", forecasts, 10],
  ["outliers", outliers, 10],
  ["burn rates", burnRates, 10],
  ["heartbeats", heartbeats, 10],
  ["Sentry's issues", issueAlerts, 20],
  ["Sentry's metrics", sentryMetrics, 10],
  ["Sentry's uptime", uptimes, 10],
  ["Sentry's cron monitors", cronMonitors, 10],
  ["Stripe's endpoints", endpoints, 10],
  ["Stripe's event destinations", destinations, 3],
])("of %s", (_family, rows, least) => {
  test(`there are ${least}`, () => expect(rows.length).toBeGreaterThanOrEqual(least));

  test.each(rows.map((row) => [row[0], row] as const))(`%s (${vendorFiles})`, (_what, row) => {
    const one = definitionOf(row);
    expect(faultsOf(one)).toEqual([]);
    const resources = compiledWith(one);
    const bodies = resources.filter(({ definition: id }) => id === one.id);
    expect(bodies).not.toEqual([]);
    expect(bodies.flatMap(faultsOfBody)).toEqual([]);
    expect(lintErrors(one, resources)).toEqual([]);

    const [tests, why] = [row[4] ?? [], whyNotEvaluated(one)];
    if (why !== null) return expect([why, tests]).toEqual([expect.stringMatching(/\w/), []]);
    if (!older.has(rows)) expect(tests).not.toEqual([]);
    expect(evaluate(one, { series: {} }, { from, to: from + days(1) * 1000 })).toBeInstanceOf(Array);
    for (const [series, expected] of tests) expect(does(one, series), JSON.stringify(series)).toBe(expected);
  });
});
