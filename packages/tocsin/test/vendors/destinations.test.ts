import { describe, expect, test } from "vitest";
import { routeSchema } from "../../src/model/definition.ts";
import { destinationSchema } from "../../src/model/destination.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, stack, threshold } from "../support/definitions.ts";

const team = routeSchema.parse({ name: "everybody", mail: ["founder"], notify: ["there"] });
const production = { ...stack, allowDrills: false };

const atDatadog = definition();
const bySentry = definition({
  id: "shop/sentry",
  signal: { kind: "sentry-errors", project: "web" },
  condition: threshold({ noData: undefined }),
});
const test1 = definition({
  id: "shop/test",
  signal: { kind: "http-check", service: "shop", path: "/", every: 60, expect: { status: 200 } },
  condition: { kind: "consecutive-failures", failures: 2 },
});

function made(bound: Record<string, unknown>, of = [atDatadog, bySentry, test1], on = production) {
  const destinations = { there: destinationSchema.parse(bound) };
  return compile(of, [team], { ...on, destinations });
}

/** Every kind of destination: what it is bound to, the handle in Datadog's messages, the action at Sentry. */
const matrix: [string, Record<string, unknown>, string, Record<string, unknown> | null][] = [
  [
    "pagerduty",
    { kind: "pagerduty", service: "shop", sentry: { integration: "61", service: "P1", name: "shop" } },
    "@pagerduty-shop",
    { type: "pagerduty", integrationId: "61", config: { targetIdentifier: "P1" } },
  ],
  [
    "opsgenie",
    { kind: "opsgenie", service: "shop", sentry: { integration: "62", team: "t-1", name: "shop" } },
    "@opsgenie-shop",
    { type: "opsgenie", integrationId: "62", config: { targetIdentifier: "t-1" } },
  ],
  [
    "incident-io",
    { kind: "incident-io", webhook: "incident", sentry: { app: "incident-io" } },
    "@webhook-incident",
    { type: "sentry_app", config: { targetIdentifier: "incident-io" } },
  ],
  ["datadog-on-call", { kind: "datadog-on-call", team: "shop" }, "@oncall-shop", null],
  [
    "microsoft-teams",
    { kind: "microsoft-teams", connector: "shop", sentry: { integration: "63", channel: "19:a", name: "alerts" } },
    "@teams-shop",
    { type: "msteams", integrationId: "63", config: { targetIdentifier: "19:a", targetDisplay: "alerts" } },
  ],
  [
    "discord",
    { kind: "discord", webhook: "discord", sentry: { integration: "64", channel: "99" } },
    "@webhook-discord",
    { type: "discord", integrationId: "64", config: { targetIdentifier: "99" } },
  ],
  [
    "webhook",
    { kind: "webhook", webhook: "hook", sentry: { service: "hook" } },
    "@webhook-hook",
    { type: "webhook", config: { targetIdentifier: "hook" } },
  ],
];

test("the matrix has every kind", () => {
  expect(matrix.map(([kind]) => kind)).toEqual(destinationSchema.options.map(({ shape }) => shape.kind.value));
});

describe.each(matrix)("a route to %s", (_kind, bound, handle, action) => {
  test("is in every resource that notifies", () => {
    const resources = made(bound, action === null ? [atDatadog, test1] : undefined);
    for (const kind of ["monitor", "synthetics-test"])
      expect(resources.find((one) => one.kind === kind)?.body.message).toContain(` ${handle}`);
    if (action === null) return;
    const workflow = resources.find(({ kind }) => kind === "workflow");
    expect(workflow?.body.actionFilters).toMatchObject([
      { logicType: "none", actions: [{ type: "email" }, action] },
      { logicType: "all", actions: [{ type: "email" }, action] },
    ]);
  });

  test("is refused for an alert of Sentry's where Sentry has no way there", () => {
    const { sentry: _, ...datadogOnly } = bound;
    expect(() => made(datadogOnly)).toThrow(/a way from Sentry to tocsin:destinations\.there/);
  });

  test("pages nobody in a stack that drills, unless it is a pager for tests", () => {
    const wakesSomebody = !["microsoft-teams", "discord", "webhook"].includes(String(bound.kind));
    const drilled = () => made(bound, [atDatadog], stack);
    if (wakesSomebody) expect(drilled).toThrow(/test: true at tocsin:destinations\.there/);
    else expect(drilled).not.toThrow();
    if (wakesSomebody) expect(() => made({ ...bound, test: true }, [atDatadog], stack)).not.toThrow();
  });
});

test("a destination that the stack does not bind is named", () => {
  expect(() => compile([atDatadog], [team], production)).toThrow(/tocsin:destinations\.there is missing/);
});
