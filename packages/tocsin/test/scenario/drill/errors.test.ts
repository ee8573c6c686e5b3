/** What Sentry counts of errors beside their number, users and crashes, and of transactions beside their length. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definition } from "../../support/definitions.ts";
import { Stand } from "./stand.ts";

const about = { service: "cliply-web", source: [], route: "founder-and-alerts" };
const above = (critical: number) =>
  ({ kind: "threshold", comparison: "above", critical, window: 300, over: "total" }) as const;
const errors = { kind: "sentry-errors", project: "web", tags: { service: ["api"] } } as const;
const transactions = { kind: "sentry-spans", project: "web", transaction: "POST /api/drilled" } as const;

const watched = [
  definition({
    ...{ ...about, id: "web/users", title: "Errors reach many users" },
    ...{ signal: { ...errors, count: "users" }, condition: above(5) },
  }),
  definition({
    ...{ ...about, id: "web/crashes", title: "Crashes" },
    ...{ signal: { ...errors, unhandled: true }, condition: above(3) },
  }),
  definition({
    ...{ ...about, id: "web/failing", title: "Requests fail" },
    ...{ signal: { ...transactions, statistic: "failure-rate" }, condition: above(20) },
  }),
  definition({
    ...{ ...about, id: "web/many", title: "Many requests" },
    ...{ signal: { ...transactions, transaction: "POST /api/counted", statistic: "count" }, condition: above(60) },
  }),
];

/** What is live counts errors that were caught, which no crash is: the definition says crashes. */
const wrong = definition({
  ...{ ...about, id: "web/wrong", title: "Crashes of another name" },
  ...{ signal: { ...errors, unhandled: true }, condition: above(3) },
});

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(
    (resource) =>
      resource.name === "web/wrong/detector"
        ? {
            ...resource,
            body: JSON.parse(JSON.stringify(resource.body).replace("error.unhandled:true", "error.handled:true")),
          }
        : resource,
    undefined,
    { only: [], definitions: [...watched, wrong] },
  );
});
afterAll(() => stand?.close());

it.each([
  ["web/users", "6 error events of as many users with service:api"],
  ["web/crashes", "4 crashes with service:api"],
  ["web/failing", '40 transactions "POST /api/drilled" that fail'],
  ["web/many", '61 transactions "POST /api/counted" of 100 ms'],
])("%s fires, arrives and recovers", async (id, injected) => {
  const { level, evidence } = await stand.receipt(id);
  expect([level, evidence.how, evidence.injected]).toEqual(["recovered", "real", injected]);
});

it("a monitor that counts other errors than its definition says does not fire", async () => {
  expect((await stand.receipt("web/wrong")).level).toBe("routed");
});
