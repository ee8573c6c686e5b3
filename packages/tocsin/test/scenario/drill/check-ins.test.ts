/** A job that tells of its runs: a drill tells of failed ones as its SDK does, and then of one that passes. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definition } from "../../support/definitions.ts";
import { Stand } from "./stand.ts";

const nightly = definition({
  ...{ id: "exports/nightly", title: "The nightly export is missing or fails", service: "cliply-web", source: [] },
  signal: {
    ...{ kind: "check-ins", project: "web", slug: "nightly-export", schedule: { crontab: "30 2 * * *" } },
    ...{ timezone: "Europe/Berlin", margin: 900 },
  },
  condition: { kind: "consecutive-failures", failures: 2, recoverAfter: 2 },
  route: "founder-and-alerts",
});

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, { definitions: [nightly] });
});
afterAll(() => stand?.close());

it("fires, arrives and recovers by real check-ins, again and again", async () => {
  for (let round = 0; round < 2; round++) {
    const { level, reason, evidence } = await stand.receipt("exports/nightly");
    expect([level, reason]).toEqual([
      "recovered",
      "it fired, arrived and recovered; Sentry hands the end of a cron failure on to no alert; its issue is resolved",
    ]);
    expect([evidence.how, evidence.injected]).toEqual(["real", "2 failed runs of nightly-export"]);
    expect(evidence.messages.map(({ place, means, subject }) => [place, means, subject])).toEqual([
      ["#alerts-local", "alert", expect.stringContaining("Monitor failure: The nightly export is missing or fails")],
      [
        "founder@example.com",
        "alert",
        expect.stringContaining("Monitor failure: The nightly export is missing or fails"),
      ],
    ]);
  }
});
