/** A service check is fired by runs of a host of the drill's own, while the hosts that there are go on reporting. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definitionSchema } from "../../../src/model/definition.ts";
import { consecutiveFailures, percentFailing } from "../../../src/model/words/conditions.ts";
import { serviceCheck } from "../../../src/model/words/signals.ts";
import { Stand } from "./stand.ts";

const alert = (id: string, watched: Record<"signal" | "condition", unknown>) =>
  definitionSchema.parse({
    ...{ id: `hosts/${id}`, title: `Database: ${id}`, service: "cliply-database", owner: "founder" },
    ...{ severity: "ticket", route: "alerts-channel", runbook: "api-error-spike", source: ["monitoring 3.1"] },
    ...{ why: "Nobody can buy anything.", causes: ["a bad deployment"], firstChecks: ["The newest deployment"] },
    ...{ recovered: "An order goes through.", ...watched },
  });

const database = (more: object = {}) => serviceCheck({ check: "db.can_connect", groupBy: ["host"], ...more });

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, {
    only: [],
    definitions: [
      alert("unreachable", { signal: database(), condition: consecutiveFailures(3, { recoverAfter: 2 }) }),
      alert("most", { signal: database({ groupBy: [] }), condition: percentFailing(50) }),
    ],
  });
  const run = { check: "db.can_connect", host_name: "db-1", status: 0, tags: ["env:local"] };
  await stand.call("datadog", "POST", "/api/v1/check_run", run);
});
afterAll(() => stand?.close());

it("fires, is read with the drill's name in it, and recovers; again as well", async () => {
  for (const _ of ["first", "second"]) {
    const { level, reason, evidence } = await stand.receipt("hosts/unreachable");
    expect([level, reason, evidence.how, evidence.injected]).toEqual([
      ...["recovered", "it fired, arrived and recovered", "synthetic", "3 critical runs of db.can_connect"],
    ]);
    expect(evidence.messages.map(({ means, subject }) => [means, subject])).toEqual([
      ["alert", expect.stringMatching(/^\[Triggered on \{host:tocsin-drill\}\] \[DRILL STACK\]/)],
      ["recovery", expect.stringMatching(/^\[Recovered on \{host:tocsin-drill\}\] \[DRILL STACK\]/)],
    ]);
  }
});

it("leaves a percentage alone, and says why", async () => {
  const { level, reason, evidence } = await stand.receipt("hosts/most");
  expect([level, reason, evidence.injected]).toEqual([
    ...["routed", "checks that a drill makes up would count in its percentage from then on", null],
  ]);
});

it("ends what an interrupted drill has reported", async () => {
  expect((await stand.interrupted("hosts/unreachable"))?.reason).toContain("interrupted");
  await stand.pass(600);
  expect((await stand.receipt("hosts/unreachable")).level).toBe("recovered");
});
