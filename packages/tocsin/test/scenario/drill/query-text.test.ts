/** Alerts in Datadog's own words are fired by what their query says, as every other; one that asks for what never comes is not proven. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type Definition, definitionSchema } from "../../../src/model/definition.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { minutes } from "../../../src/model/units.ts";
import { above, asStated } from "../../../src/model/words/conditions.ts";
import { datadogQuery } from "../../../src/model/words/metrics.ts";
import { datadogMonitor } from "../../../src/model/words/signals.ts";
import { Stand } from "./stand.ts";

const alert = (id: string, watched: Record<"signal" | "condition", unknown>): Definition =>
  definitionSchema.parse({
    ...{ id: `own-words/${id}`, title: `In Datadog's words: ${id}`, service: "cliply-web", owner: "founder" },
    ...{ severity: "ticket", route: "founder-and-alerts", runbook: "api-error-spike", source: ["monitoring 3.1"] },
    ...{ why: "Nobody can buy anything.", causes: ["a bad deployment"], firstChecks: ["The newest deployment"] },
    ...{ recovered: "An order goes through.", ...watched },
  });

const measured = (query: string, critical: number) => ({
  signal: datadogQuery(query, { unit: "", delay: minutes(1) }),
  condition: above(critical, { averagedOver: minutes(5), noData: "ok" }),
});
const answered = (query: string) => ({
  signal: datadogMonitor({ type: "log alert", query, options: { thresholds: { critical: 20 } } }),
  condition: asStated(),
});
const failures = 'logs("source:vercel @environment:production service:cliply-web @proxy.statusCode:503").index("*")';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, {
    only: ["probe/crons"],
    definitions: [
      alert("lines", answered(`${failures}.rollup("count").last("5m") > 20`)),
      // Requests, told apart by an attribute that Vercel's lines do not have.
      alert("requests-wrong", answered(`${failures}.rollup("cardinality", "@request.id").last("5m") > 20`)),
      alert("tables", measured("max:tocsin.probe.db.table_bytes{env:local} by {table}", 4_000_000_000)),
      alert("load", measured("avg:worker.load{env:local} * 2", 90)),
      alert("load-wrong", measured("avg:worker.laod{env:local} * 2", 90)),
      alert("functions", measured("top(avg:worker.load{env:local} by {host}, 3, 'mean', 'desc')", 90)),
    ],
  });
  const now = Math.floor(Date.parse(z.object({ now: z.string() }).parse(await stand.told("/clock")).now) / 1000);
  // Points of the next hours, too: the metric goes on while the drill lasts.
  const points = Array.from({ length: 30 }, (_, n) => ({ timestamp: now + (n - 20) * 60, value: 1 }));
  const series: JsonObject = { metric: "worker.load", type: 3, tags: ["env:local", "host:a"], points };
  await stand.call("datadog", "POST", "/api/v2/series", { series: [series] });
});
afterAll(() => stand?.close());

it("fires by lines, by points or by its inverted comparison, arrives in every place, and recovers", async () => {
  const { receipts } = await stand.drill(["own-words/lines", "own-words/tables", "own-words/load"]);
  expect(
    receipts.map(({ definition, level, evidence: { how, injected, messages } }) => [
      ...[definition, level, how, injected],
      messages.map(({ place, means }) => `${means} ${place}`).toSorted(),
    ]),
  ).toEqual(
    [
      ["own-words/lines", "recovered", "real", '22 log lines such as "GET /api/tocsin-drill 503"'],
      ["own-words/load", "recovered", "inverted", "the comparison inverted"],
      ["own-words/tables", "recovered", "synthetic", "points of tocsin.probe.db.table_bytes"],
    ].map((one) => [
      ...one,
      ["alert #alerts-local", "alert founder@example.com", "recovery #alerts-local", "recovery founder@example.com"],
    ]),
  );
  expect(receipts[1]?.evidence.notes).toEqual(["Inverted, because who reports its metrics is not known."]);
});

it("one whose query asks for what never comes is not proven", async () => {
  const { receipts } = await stand.drill(["own-words/*-wrong"]);
  expect(receipts.map(({ definition, level, reason }) => [definition, level, reason])).toEqual([
    ["own-words/load-wrong", "routed", expect.stringMatching(/did not say Alert .*it says no-data/)],
    ["own-words/requests-wrong", "routed", expect.stringMatching(/did not say Alert .*it says (ok|no-data)/)],
  ]);
});

it("one that the emulated Datadog does not evaluate is not fired, and the receipt says what it calls", async () => {
  const { level, reason, evidence } = await stand.receipt("own-words/functions");
  expect([level, reason, evidence.injected]).toEqual([
    "routed",
    "stored, not evaluated: this emulator does not evaluate the function 'top', so nothing was fired",
    null,
  ]);
});
