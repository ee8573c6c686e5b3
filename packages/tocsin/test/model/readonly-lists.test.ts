/** A team keeps facts in one place, `as const`: whatever takes a list takes a readonly one. The compiler judges this file. */
import * as language from "tocsin";
import { above, alert, httpCheck, metric, minutes, one, ownMetrics, raw, route, search, sqlProbe } from "tocsin";
import { expect, it } from "vitest";
import { definitionSchema } from "../../src/model/definition.ts";
import { rawSchema } from "../../src/model/raw.ts";

type Plain = string | number | boolean | null | undefined | ((...given: never[]) => unknown);

/** The lists in a type that are not readonly, so deep. */
type PlainLists<T, Depth extends unknown[] = []> = Depth["length"] extends 9
  ? never
  : unknown extends T
    ? never
    : T extends Plain
      ? never
      : T extends readonly (infer Item)[]
        ? (T extends unknown[] ? T : never) | PlainLists<Item, [...Depth, 0]>
        : PlainLists<T[keyof T], [...Depth, 0]>;

type Words = typeof language;
type Given = { [Word in keyof Words]: Words[Word] extends (...given: infer All) => unknown ? All[number] : never };
type Refusing = { [Word in keyof Given]: [PlainLists<Given[Word]>] extends [never] ? never : Word }[keyof Given];

const facts = {
  queues: ["orders", "mail"],
  statuses: [200, 299],
  slack: ["alerts"],
  checks: ["The newest deployment"],
  monitor: { tags: ["team:shop"], options: { renotify_statuses: ["alert"], thresholds: { critical: 1 } } },
} as const;

it("no word of definition files asks for a list that can be written to", () => {
  const refusing: [Refusing] extends [never] ? "none" : Refusing = "none";
  expect(refusing).toBe("none");
  expect(Object.keys(language).length).toBeGreaterThan(40);
});

it("readonly facts are written, and read as what they say", () => {
  route({ name: "team", slack: facts.slack, mail: facts.slack });
  sqlProbe({
    id: "orders",
    service: "shop",
    metric: "shop.orders",
    unit: "orders",
    sql: "select 1",
    tags: facts.queues,
  });
  search({
    origin: "logs",
    find: { fields: { "@queue": facts.queues }, phrases: facts.queues },
    groupBy: facts.queues,
  });
  httpCheck({ service: "shop", path: "/", every: 60, expect: { status: facts.statuses }, locations: facts.queues });
  const written = alert({
    ...{ id: "shop/jobs", title: "Jobs", service: "shop", owner: "founder", severity: "ticket", route: "team" },
    signal: metric({
      ...{ source: ownMetrics(), unit: "jobs", interval: minutes(1), groupBy: facts.queues },
      ...one("jobs", "max", { tags: { queue: facts.queues } }),
    }),
    condition: above(5, { averagedOver: minutes(5), noData: "show" }),
    ...{ why: "Why.", causes: facts.checks, firstChecks: facts.checks, recovered: "It is.", runbook: "shop" },
  });
  expect(definitionSchema.parse(written).signal).toMatchObject({ groupBy: ["orders", "mail"] });
  const body = raw({ id: "by-hand/jobs", stack: facts.slack, kind: "monitor", body: facts.monitor });
  expect(rawSchema.parse(body).body).toEqual(facts.monitor);
});
