import { describe, expect, it } from "vitest";
import { type OnCallInput, onCallFaults, onCallSchema } from "../../src/model/on-call.ts";
import { objectPairs } from "../../src/review/objects.ts";
import { onCallChanges } from "../../src/review/on-call.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const team = "5f48616e-52b1-4126-a255-0bd9f4820dc1";
const duty = { kind: "datadog-on-call" as const, team: "shop", id: team, test: true };
const bound = {
  ...stack,
  people: {
    ada: { mail: "ada@shop.example", sentryUser: "1", datadogUser: "u-ada" },
    bob: { mail: "bob@shop.example", sentryUser: "2", datadogUser: "u-bob" },
    eve: { mail: "eve@shop.example", sentryUser: "3" },
    founder: { mail: "founder@example.com", sentryUser: "4" },
  },
  destinations: { duty },
};

const input: OnCallInput = {
  id: "on-call/shop",
  title: "Shop",
  owner: "founder",
  destination: "duty",
  steps: [
    { people: ["ada"], after: 900 },
    { people: ["bob"], after: 900 },
  ],
  again: 2,
  hours: { on: ["monday", "friday"], from: "08:00", to: "20:00", timezone: "Europe/Madrid" },
};
const parsed = (changes: object = {}) => onCallSchema.parse({ ...input, ...changes });

const compiled = (changes: object = {}, settings: typeof stack = bound) =>
  compile([definition()], [{ ...everybody, notify: [] }], settings, [], {
    dashboards: [],
    objectives: [],
    onCalls: [parsed(changes)],
  }).filter(({ kind }) => kind.startsWith("on-call"));

describe("at Datadog", () => {
  it("is an escalation policy and the routing rules of the team, which name it", () => {
    expect(compiled()).toEqual([
      {
        vendor: "datadog",
        kind: "on-call-policy",
        name: "on-call/shop/on-call-policy",
        definition: "on-call/shop",
        parent: { team },
        body: {
          name: "[DRILL STACK] [staging] Shop tocsin:on-call/shop",
          resolve_page_on_policy_end: false,
          retries: 2,
          steps: [
            { assignment: "default", escalate_after_seconds: 900, targets: [{ type: "users", id: "u-ada" }] },
            { assignment: "default", escalate_after_seconds: 900, targets: [{ type: "users", id: "u-bob" }] },
          ],
        },
        refs: [],
      },
      {
        vendor: "datadog",
        kind: "on-call-routing",
        name: "on-call/shop/on-call-routing",
        definition: "on-call/shop",
        parent: { team },
        body: {
          rules: [
            {
              query: "",
              time_restriction: {
                time_zone: "Europe/Madrid",
                restrictions: [
                  { start_day: "monday", start_time: "08:00:00", end_day: "monday", end_time: "20:00:00" },
                  { start_day: "friday", start_time: "08:00:00", end_day: "friday", end_time: "20:00:00" },
                ],
              },
              actions: [{ type: "escalation_policy", urgency: "high" }],
            },
            { query: "", actions: [{ type: "escalation_policy", urgency: "low" }] },
          ],
        },
        refs: [0, 1].map((n) => ({
          path: `rules.${n}.actions.0.policy_id`,
          resource: "on-call/shop/on-call-policy",
          property: "id",
        })),
      },
    ]);
  });

  it("pages with high urgency at all times without hours, and over midnight until the next day", () => {
    const rulesOf = (changes: object) => compiled(changes)[1]?.body.rules;
    expect(rulesOf({ hours: undefined })).toEqual([
      { query: "", actions: [{ type: "escalation_policy", urgency: "high" }] },
    ]);
    expect(rulesOf({ hours: { ...input.hours, on: ["sunday"], from: "20:00", to: "06:00" } })).toMatchObject([
      {
        time_restriction: {
          restrictions: [{ start_day: "sunday", start_time: "20:00:00", end_day: "monday", end_time: "06:00:00" }],
        },
      },
      {},
    ]);
  });

  it("keeps its resources under an earlier id", () => {
    expect(compiled({ aliases: ["on-call/old"] }).map(({ aliases }) => aliases)).toEqual([
      ["on-call/old/on-call-policy"],
      ["on-call/old/on-call-routing"],
    ]);
  });

  it("is nothing where the stack binds what wakes nobody", () => {
    const webhook = { kind: "webhook" as const, webhook: "rehearsal", wakes: false, test: false };
    expect(compiled({}, { ...bound, destinations: { duty: webhook } })).toEqual([]);
  });

  it.each<[string, object, object, string]>([
    [
      "a pager with policies of its own",
      {},
      { kind: "pagerduty", service: "shop", test: true },
      "a team of Datadog On-Call at tocsin:destinations.duty (pagerduty escalates by its own policies, which no definition writes) is missing from Pulumi.staging.yaml",
    ],
    [
      "a team without its id",
      {},
      { ...duty, id: undefined },
      "tocsin:destinations.duty.id (the team's id at Datadog) is missing from Pulumi.staging.yaml",
    ],
    [
      "a team that a drill would wake",
      {},
      { ...duty, test: false },
      "test: true at tocsin:destinations.duty (drills of this stack would wake whoever it pages) is missing from Pulumi.staging.yaml",
    ],
    [
      "somebody who is no member at Datadog",
      { steps: [{ people: ["eve"], after: 900 }] },
      duty,
      "tocsin:people.eve.datadogUser is missing from Pulumi.staging.yaml",
    ],
    [
      "somebody whom the stack does not know",
      { steps: [{ people: ["zoe"], after: 900 }] },
      duty,
      "tocsin:people.zoe is missing from Pulumi.staging.yaml",
    ],
  ])("refuses %s", (_what, changes, destination, message) => {
    const settings = { ...bound, destinations: { duty: destination } } as unknown as typeof stack;
    expect(() => compiled(changes, settings)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ message })] }),
    );
  });
});

describe("what is refused when it is loaded", () => {
  it.each<[object, string]>([
    [{ steps: [] }, "Too small: expected array to have >=1 items"],
    [{ steps: [{ people: ["ada", "ada"], after: 900 }] }, "somebody is named twice in one step"],
    [{ steps: [{ people: ["ada"], after: 90 }] }, "Invalid number: must be a multiple of 60"],
    [{ again: 11 }, "Too big: expected number to be <=10"],
    [{ hours: { ...input.hours, to: "08:00" } }, "these hours have no end: leave them out"],
    [{ hours: { ...input.hours, on: ["monday", "monday"] } }, "a day is named twice"],
    [{ hours: { ...input.hours, timezone: "Madrid" } }, "no such time zone: write it as Europe/Vienna"],
  ])("%j", (changes, message) => {
    expect(onCallSchema.safeParse({ ...input, ...changes }).error?.issues.map((one) => one.message)).toEqual([message]);
  });

  const told = (all: object[], notify: string[], definitions = [definition()]) => {
    const onCalls = all.map(parsed);
    return onCalls.flatMap((one) =>
      onCallFaults(one, onCalls, [{ ...everybody, notify }], definitions).map(
        ({ of, path, message }) => `${of} ${path}: ${message}`,
      ),
    );
  };

  it("a destination that no route notifies, and one that two speak of", () => {
    expect(told([{}], ["duty"])).toEqual([]);
    expect(told([{}], ["pager"])).toEqual([
      'on-call/shop destination: no route notifies "duty", so nobody is ever paged there',
    ]);
    expect(told([{}, { id: "on-call/second" }], ["duty"])).toEqual([
      'on-call/second destination: "on-call/shop" says already who is paged at "duty"',
    ]);
  });

  it("an alert that Sentry watches, which would page nobody there", () => {
    const errors = definition({
      id: "shop/sentry",
      signal: { kind: "sentry-errors", project: "web", tags: {} },
      condition: { kind: "threshold", comparison: "above", critical: 5, window: 300, over: "total" },
    });
    expect(told([{}], ["duty"], [errors])).toEqual([
      'on-call/shop destination: "shop/sentry" is watched by Sentry, which has no way to Datadog On-Call, where "duty" is',
    ]);
  });
});

describe("in a review", () => {
  const said = (before: object | null, after: object | null) =>
    objectPairs(before === null ? [] : compiled(before), after === null ? [] : compiled(after)).flatMap((pair) =>
      (onCallChanges(pair, JSON.parse(JSON.stringify(bound))) ?? []).map(
        ({ kind, effect, text }) => `${kind}, ${effect}: ${text}`,
      ),
    );
  const who = "pages ada, after 15 min without an acknowledgement bob, and all again 2 times";
  const when =
    "pages with high urgency on Monday and Friday from 08:00 to 20:00 (Europe/Madrid), and with low urgency at other times";

  it("says who is paged and when, new and gone", () => {
    expect(said(null, {})).toEqual([
      `added, more: On call on-call/shop ${who}.`,
      `added, more: On call on-call/shop ${when}.`,
    ]);
    expect(said({}, null)).toEqual([
      `removed, never: On call on-call/shop is gone: it ${who}.`,
      `removed, never: On call on-call/shop is gone: it ${when}.`,
    ]);
  });

  it("says that somebody is paged no more, or later, and that hours are shorter", () => {
    expect(said({}, { steps: [{ people: ["ada"], after: 900 }] })).toEqual([
      `rerouted, less: On call on-call/shop pages ada, and all again 2 times. Before, it ${who}.`,
    ]);
    const [first, second] = input.steps;
    expect(said({}, { steps: [{ ...first, after: 3600 }, second] })).toEqual([
      `rerouted, less: On call on-call/shop pages ada, after 1 h without an acknowledgement bob, and all again 2 times. Before, it ${who}.`,
    ]);
    expect(said({}, { hours: { ...input.hours, to: "18:00" } })).toEqual([
      `quieter, less: On call on-call/shop ${when.replace("20:00", "18:00")}. Before, it ${when}.`,
    ]);
    expect(said({}, { hours: undefined })).toEqual([
      `louder, other: On call on-call/shop pages with high urgency at all times. Before, it ${when}.`,
    ]);
  });
});
