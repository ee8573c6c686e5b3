import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { journalPath } from "../../../src/drill/journal.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { run, tocsin } from "./command.ts";
import { Stand } from "./stand.ts";

/**
 * Alerts of the probe that fire because something is made so at the vendor that it reads: what is then there, and that it is gone
 * afterwards, also after a kill and without a journal.
 */
let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());

const control = (path: string): Promise<unknown> => stand.told(path);

/** Whatever a drill of these can change, as the vendors' own interfaces and the control app tell it. */
async function world() {
  const deployments = async (project: string) =>
    (await stand.call("vercel", "GET", `/v6/deployments?teamId=team_acme&projectId=${project}`)).deployments;
  const crons = async (project: string) =>
    (await stand.call("vercel", "GET", `/v9/projects/${project}?teamId=team_acme`)).crons;
  const { data: endpoints } = await stand.call("stripe", "GET", "/v1/webhook_endpoints");
  const { data: events } = await stand.call("stripe", "GET", "/v1/events");
  // When crons were last switched is no part of how they are.
  const settled = async (project: string) => {
    const { definitions, deploymentId, disabledAt } = jsonObject.parse(await crons(project));
    return { definitions, deploymentId, disabledAt };
  };
  return {
    platform: await control("/supabase"),
    faults: await control("/faults"),
    deployments: [await deployments("prj_cliplyweb"), await deployments("prj_tips")],
    crons: [await settled("prj_cliplyweb"), await settled("prj_tips")],
    endpoints,
    events,
  };
}

const ids = [
  "database/service-unhealthy",
  "database/connections",
  "database/backup-age",
  "billing/delivery-rate",
  "billing/failed-payments",
  "billing/cancellations",
  "billing/endpoint-disabled",
  "deployments/newest-failed",
  "cron/cliply-definitions-lost",
  "cron/tips-definitions-lost",
  "cron/switched-off",
  "probe/part-errors",
] as const;

describe("an alert of the probe fires because it is so at the vendor", () => {
  it("and is proven to end, after which everything is as it was", async () => {
    const before = await world();
    const { receipts, problems, complete } = await stand.drill(ids);
    expect([problems, complete]).toEqual([[], true]);
    expect(receipts.map(({ definition, level, evidence }) => [definition, level, evidence.how])).toEqual(
      [...ids].sort().map((id) => [id, "recovered", "real"]),
    );
    expect(await world()).toEqual(before);
  });

  it("where nobody can make it so, points are sent, and the receipt says why", async () => {
    const { emulated } = stand.connections;
    delete stand.connections.emulated;
    try {
      const some = [
        "billing/failed-payments",
        "deployments/newest-failed",
        "database/backup-age",
        "billing/endpoint-disabled",
      ];
      const { receipts } = await stand.drill(some);
      const said = receipts.map(({ level, evidence }) => [level, evidence.how, evidence.notes.at(-1)]);
      expect(said).toEqual([
        ["recovered", "real", "The deployed probe read it at the vendor and reported it. It is restored."],
        ["recovered", "synthetic", expect.stringContaining("cannot be taken back: the probe was not exercised.")],
        ["recovered", "synthetic", expect.stringContaining("Nobody can make this happen at Supabase")],
        ["recovered", "synthetic", expect.stringContaining("could take the place of the app at a real Vercel")],
      ]);
    } finally {
      if (emulated !== undefined) stand.connections.emulated = emulated;
    }
  });

  it("a vendor that refuses the change is told, and points are sent instead", async () => {
    const match = { method: "POST", path: "/webhook_endpoints/" };
    await stand.control("POST", "/faults", { vendor: "stripe", match, status: 403 });
    const { level, evidence } = await stand.receipt("billing/endpoint-disabled");
    await stand.control("DELETE", "/faults");
    expect([level, evidence.how, evidence.complete]).toEqual(["recovered", "synthetic", true]);
    expect(evidence.notes.at(-1)).toMatch(/^Stripe refused to switch a webhook endpoint \(403\).*was not exercised\.$/);
  });

  it("a webhook endpoint of live mode is left alone", async () => {
    const { data } = await stand.call("stripe", "GET", "/v1/webhook_endpoints");
    const live = z
      .array(jsonObject)
      .parse(data)
      .map((endpoint) => ({ ...endpoint, livemode: true }));
    const body = { object: "list", url: "/v1/webhook_endpoints", has_more: false, data: live };
    const match = { method: "GET", path: "^/v1/webhook_endpoints$" };
    await stand.control("POST", "/faults", { vendor: "stripe", match, status: 200, body });
    await stand.control("DELETE", "/requests");
    const { level, evidence } = await stand.receipt("billing/endpoint-disabled");
    await stand.control("DELETE", "/faults");
    expect([level, evidence.how, evidence.complete]).toEqual(["recovered", "synthetic", true]);
    expect(evidence.notes.at(-1)).toMatch(/^The webhook endpoint is one of live mode.*was not exercised\.$/);
    const asked = z.array(z.object({ method: z.string() })).parse(await control("/requests?vendor=stripe"));
    expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("killed in the middle", () => {
  const killed: [string, boolean][] = [
    ["billing/failed-payments", false],
    ["database/service-unhealthy", false],
    ["database/connections", true],
    ["deployments/newest-failed", false],
    ["deployments/newest-failed", true],
    ["probe/part-errors", false],
    ["billing/delivery-rate", true],
  ];
  it("walks as many points as the list of all has", () => {
    expect(killed).toHaveLength(pointsOf("drill that makes trouble at a vendor"));
  });

  it.each(killed)("%s, journal lost: %s: a cleanup puts it back", async (id, loseJournal) => {
    const before = await world();
    const { child, ended } = tocsin(stand.directory, ["drill", "--stack", "local", id]);
    while (JSON.stringify(await world()) === JSON.stringify(before)) await delay(20);
    child.kill("SIGKILL");
    await ended;
    await delay(200);
    expect(await world()).not.toEqual(before);
    if (loseJournal) rmSync(journalPath(stand.directory, "local"));
    const fixed = await run(stand.directory, ["drill", "--stack", "local", "--cleanup", "--json"]);
    expect(fixed.code, fixed.err).toBe(0);
    expect(JSON.parse(fixed.out)).toMatchObject({ failed: [], done: [expect.any(String)] });
    expect(await world()).toEqual(before);
  });
});
