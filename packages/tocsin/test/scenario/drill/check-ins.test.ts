/** A job that tells of its runs: a drill tells of failed ones as its SDK does, and then of one that passes. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { localClock } from "../../../src/app/local/clock.ts";
import { journalPath } from "../../../src/drill/journal.ts";
import { restoreInterrupted } from "../../../src/drill/session.ts";
import { drillClients } from "../../../src/vendors/drills.ts";
import { definition } from "../../support/definitions.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { killedAtCall } from "../../support/killed.ts";
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
  stand = await Stand.start(undefined, undefined, { only: [], definitions: [nightly] });
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

const isEnvelope = (asked: Parameters<typeof fetch>[0]) => /\/envelope\/$/.test(new URL(String(asked)).pathname);

async function openIssues(): Promise<unknown[]> {
  const path = "/api/0/organizations/acme/issues/?project=-1&query=is:unresolved";
  const { url, token } = stand.connections.sentry ?? { url: "", token: "" };
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return z.array(z.unknown()).parse(await answer.json());
}

/** Envelopes sent when the drill is killed: two a run, and one run passes before any fails; and issues that are open then. */
const points = {
  "after the first run that failed": { envelopes: 4, open: 0 },
  "after the last run that failed": { envelopes: 6, open: 1 },
};

it("is killed at as many points as the list of all has", () => {
  expect(Object.keys(points)).toHaveLength(pointsOf("drill of check-ins"));
});

it.each(Object.entries(points))(
  "killed %s: what is left of it is restored, and the job is fine",
  async (_, { envelopes, open }) => {
    const { connections, project, directory } = stand;
    const drilled = () => stand.drill(["exports/nightly"]);
    expect(await killedAtCall(envelopes, drilled, isEnvelope)).toBe(true);
    await localClock(stand.vendors).reset();
    expect(await openIssues()).toHaveLength(open);
    const restored = await restoreInterrupted(journalPath(directory, "local"), drillClients(connections, project));
    expect(restored).toEqual({ done: ["failed runs of nightly-export"], failed: [] });
    expect(await openIssues()).toEqual([]);
    expect((await stand.receipt("exports/nightly")).level).toBe("recovered");
  },
);
