import { existsSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { journalPath } from "../../../src/drill/journal.ts";
import { verify } from "../../../src/verify/verify.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { run, tocsin } from "./command.ts";
import { Stand } from "./stand.ts";

/** Drills that are killed at one point or another: what they leave is seen by the next verify and fixed by a cleanup. */
let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());
beforeEach(async () => {
  await stand.control("DELETE", "/faults");
  await stand.control("DELETE", "/requests");
});

const requests = z.array(z.object({ method: z.string(), path: z.string(), request: z.unknown() }));

/** Waits until a vendor has got a request, and as many before as `nth` says. */
async function asked(vendor: string, method: string, path: RegExp, nth = 1): Promise<void> {
  for (;;) {
    const answer: unknown = await stand.told(`/requests?vendor=${vendor}`);
    const hits = requests.parse(answer).filter((one) => one.method === method && path.test(one.path));
    if (hits.length >= nth) return;
    await delay(20);
  }
}

/** What verify says, as far as a drill can be behind it: what a signal needs to be seen is left out. */
async function findings(): Promise<string[]> {
  const { resources, stack, definitions, sqlProbes } = stand.project;
  const report = await verify({
    resources,
    stack: "local",
    project: { config: stack, definitions, sqlProbes },
    connections: stand.connections,
    now: () => new Date(),
  });
  expect(report.complete).toBe(true);
  return report.findings.filter((one) => one.class !== "stale-signal").map((one) => `${one.class} ${one.kind}`);
}

const clockRate = async (): Promise<number> => {
  const answer: unknown = await stand.told("/clock");
  return z.object({ rate: z.number() }).parse(answer).rate;
};

interface Point {
  what: string;
  definition: string;
  /** The moment to kill at. */
  until: () => Promise<void>;
  /** What verify then says; a change that was still on its way may or may not have arrived. */
  seen: string[] | null;
  slow?: { method: string; path: string };
  loseJournal?: boolean;
}

const monitorPath = /^\/api\/v1\/monitor\/\d+$/;
const testPath = /^\/api\/v1\/synthetics\/tests\/api\//;
const cronsPath = /\/crons$/;
const deploymentsPath = /\/deployments$/;
const slowMonitor = { method: "PUT", path: "^/api/v1/monitor/\\d+$" };

const points: Point[] = [
  {
    what: "while a monitor is being inverted",
    definition: "cron/cleanup-photos-missed",
    slow: slowMonitor,
    until: async () => {
      while (!existsSync(journalPath(stand.directory, "local"))) await delay(20);
      await delay(300);
    },
    seen: null,
  },
  {
    what: "while a monitor is inverted",
    definition: "cron/cleanup-photos-missed",
    until: () => asked("datadog", "PUT", monitorPath),
    seen: ["leftover monitor"],
  },
  {
    what: "while a monitor is being put back",
    definition: "tips/billing-not-completed",
    until: () => asked("datadog", "PUT", monitorPath, 2),
    seen: null,
  },
  {
    what: "while a synthetic test is inverted",
    definition: "cliply-web/readyz",
    until: () => asked("datadog", "PUT", testPath),
    seen: ["leftover synthetics-test"],
  },
  {
    what: "while crons are off",
    definition: "cron/scan-schedules-missed",
    until: () => asked("vercel", "PATCH", cronsPath),
    seen: ["disabled project-crons"],
  },
  {
    what: "while the issue of an error that was sent is open",
    definition: "publishing/critical-errors",
    until: () => asked("sentry", "POST", /\/envelope\/$/),
    seen: ["leftover issue"],
  },
  {
    what: "while its rows are in the database",
    definition: "worker/stuck-jobs",
    until: () => asked("supabase", "POST", /\/rest\/v1\/jobs$/),
    seen: ["leftover row"],
  },
  {
    what: "while its rows are in the database, and the journal is lost",
    definition: "tips/orphans-waiting",
    until: () => asked("supabase", "POST", /\/rest\/v1\/profile_photos$/),
    seen: ["leftover row"],
    loseJournal: true,
  },
  {
    what: "while a monitor is inverted, and the journal is lost",
    definition: "cron/billing-reconciliation-missed",
    until: () => asked("datadog", "PUT", monitorPath),
    seen: ["leftover monitor"],
    loseJournal: true,
  },
  {
    what: "while a synthetic test is inverted, and the journal is lost",
    definition: "cliply-web/admin-readyz",
    until: () => asked("datadog", "PUT", testPath),
    seen: ["leftover synthetics-test"],
    loseJournal: true,
  },
  {
    what: "while crons are off, and the journal is lost",
    definition: "cron/scan-schedules-missed",
    until: () => asked("vercel", "PATCH", cronsPath),
    seen: ["disabled project-crons"],
    loseJournal: true,
  },
  {
    what: "while an issue is open, and the journal is lost",
    definition: "publishing/critical-errors",
    until: () => asked("sentry", "POST", /\/envelope\/$/),
    seen: ["leftover issue"],
    loseJournal: true,
  },
  {
    what: "while the probe is silent",
    definition: "probe/heartbeat",
    until: () => asked("vercel", "PATCH", cronsPath),
    seen: ["disabled project-crons"],
  },
  {
    what: "while the probe is silent, and the journal is lost",
    definition: "probe/heartbeat",
    until: () => asked("vercel", "PATCH", cronsPath),
    seen: ["disabled project-crons"],
    loseJournal: true,
  },
  {
    what: "while a webhook endpoint is disabled",
    definition: "billing/endpoint-disabled",
    until: () => asked("stripe", "POST", /\/webhook_endpoints\/we_\w+$/),
    seen: ["leftover webhook-endpoint"],
  },
  {
    what: "while a webhook endpoint is disabled, and the journal is lost",
    definition: "billing/endpoint-disabled",
    until: () => asked("stripe", "POST", /\/webhook_endpoints\/we_\w+$/),
    seen: ["leftover webhook-endpoint"],
    loseJournal: true,
  },
  {
    what: "while a deployment has taken crons away",
    definition: "cron/tips-definitions-lost",
    until: () => asked("vercel", "POST", deploymentsPath),
    seen: ["missing cron"],
  },
  {
    what: "while a deployment has taken crons away, and the journal is lost",
    definition: "cron/cliply-definitions-lost",
    until: () => asked("vercel", "POST", deploymentsPath),
    seen: ["missing cron"],
    loseJournal: true,
  },
];

it("walks as many points as the list of all has", () => {
  expect(points).toHaveLength(pointsOf("drill"));
});

it.each(points)("a drill killed $what is seen and fixed", async ({ definition, until, seen, slow, loseJournal }) => {
  expect(await findings()).toEqual([]);
  if (slow) await stand.control("POST", "/faults", { vendor: "datadog", match: slow, delayMs: 1500, times: 1 });
  const { child, ended } = tocsin(stand.directory, ["drill", "--stack", "local", definition]);
  await until();
  child.kill("SIGKILL");
  expect((await ended).signal).toBe("SIGKILL");
  if (loseJournal) rmSync(journalPath(stand.directory, "local"));
  // The vendor may still be busy with the last call.
  if (seen !== null) await expect.poll(findings, { interval: 200, timeout: 20_000 }).toEqual(seen);

  const fixed = await run(stand.directory, ["drill", "--stack", "local", "--cleanup", "--json"]);
  expect(fixed.code, fixed.err).toBe(0);
  expect(JSON.parse(fixed.out)).toMatchObject({ stack: "local", failed: [] });
  expect(await findings()).toEqual([]);
  expect(existsSync(journalPath(stand.directory, "local"))).toBe(false);
  expect(await clockRate()).toBe(1);
});

it("a cleanup after nothing says so", async () => {
  const { code, out } = await run(stand.directory, ["drill", "--stack", "local", "--cleanup"]);
  expect(out).toContain("No drill has left anything in stack local.");
  expect(code).toBe(0);
});

it("a drill after a killed one puts back what that left before it begins", async () => {
  const { child, ended } = tocsin(stand.directory, ["drill", "--stack", "local", "cron/cleanup-photos-missed"]);
  await asked("datadog", "PUT", monitorPath);
  child.kill("SIGKILL");
  await ended;
  const next = await run(stand.directory, ["drill", "--stack", "local", "database/slow-queries"]);
  expect(next.err).toMatch(/Restored after an interrupted drill: monitor \d+ of cron\/cleanup-photos-missed/);
  expect(next.code).toBe(0);
  expect(await findings()).toEqual([]);
});

it("a drill that is interrupted puts everything back and says so", async () => {
  const { child, ended } = tocsin(stand.directory, [
    "drill",
    "--stack",
    "local",
    "--json",
    "cron/cleanup-photos-missed",
  ]);
  await asked("datadog", "PUT", monitorPath);
  child.kill("SIGTERM");
  const { code, out, err } = await ended;
  expect(err).toContain("putting everything back");
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ complete: false, receipts: [{ reason: "the drill was interrupted" }] });
  expect(await findings()).toEqual([]);
  expect(await clockRate()).toBe(1);
});
