import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { journalPath } from "../../../src/drill/journal.ts";
import { readLiveStack } from "../../../src/drill/live-stack.ts";
import { exitCode } from "../../../src/drill/receipt.ts";
import { run } from "./command.ts";
import { Stand } from "./stand.ts";

/** Vendors that fail while a drill is going on: what could not be told is never called proved, and nothing stays changed. */
let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());
afterEach(() => stand.control("DELETE", "/faults"));

const fail = (vendor: string, method: string, path: string, more = {}) =>
  stand.control("POST", "/faults", { vendor, match: { method, path }, status: 500, body: {}, ...more });
const unchanged = async () =>
  (await readLiveStack(stand.project.resources, stand.connections, "local")).findings.map(({ message }) => message);

it.each([
  ["datadog", "GET", "^/api/v1/monitor", "none"],
  ["datadog", "POST", "/validate$", "exists"],
  ["slack", "GET", "conversations.list", "accepted"],
  ["mail", "GET", "/messages", "accepted"],
  ["datadog", "POST", "^/api/v2/logs$", "routed"],
])("%s that fails at %s %s leaves an alert at what was told before", async (vendor, method, path, level) => {
  await fail(vendor, method, path);
  const report = await stand.drill(["database/slow-queries"]);
  expect(report.receipts).toMatchObject([{ level, evidence: { complete: false } }]);
  expect(report.receipts[0]?.reason).toMatch(/500/);
  expect(exitCode(report)).toBe(3);
});

it("one vendor's failure leaves the other's alerts to be proved", async () => {
  await fail("sentry", "GET", "^/api/0/organizations/acme/detectors/");
  const report = await stand.drill(["database/slow-queries", "worker/high-error-rate"]);
  expect(report.receipts.map(({ definition, level }) => [definition, level])).toEqual([
    ["database/slow-queries", "recovered"],
    ["worker/high-error-rate", "none"],
  ]);
  expect(exitCode(report)).toBe(3);
});

it("a vendor that stumbles now and then is asked again", async () => {
  await fail("datadog", "GET", "^/api/v1/monitor", { times: 2 });
  await fail("datadog", "PUT", "^/api/v1/monitor", { times: 1 });
  const report = await stand.drill(["cron/cleanup-photos-missed"]);
  expect(report.receipts).toMatchObject([{ level: "recovered" }]);
  expect(await unchanged()).toEqual([]);
});

it.each([30, 90])(
  "logs that Datadog's index shows %i s late are waited for, and the alert is proven",
  async (delaySeconds) => {
    await stand.control("PUT", "/datadog/indexing", { delaySeconds });
    const report = await stand.drill(["database/slow-queries", "web-api/5xx-rate"]);
    await stand.control("PUT", "/datadog/indexing", { delaySeconds: 0 });
    expect(report.receipts.map(({ definition, level, reason }) => [definition, level, reason])).toEqual([
      ["database/slow-queries", "recovered", "it fired, arrived and recovered"],
      ["web-api/5xx-rate", "recovered", "it fired, arrived and recovered"],
    ]);
    expect(exitCode(report)).toBe(0);
  },
);

it("what cannot be put back is told, stays in the journal, and is fixed later", async () => {
  await fail("datadog", "PUT", "^/api/v1/monitor", { status: 400, body: { errors: ["read-only for now"] } });
  const refused = await stand.drill(["cron/cleanup-photos-missed"]);
  expect(refused.receipts).toMatchObject([{ level: "routed", evidence: { complete: false } }]);
  expect(refused.problems).toEqual([
    expect.stringMatching(/cron\/cleanup-photos-missed: .* could not be restored: .*read-only/),
  ]);
  expect(exitCode(refused)).toBe(3);
  expect(existsSync(journalPath(stand.directory, "local"))).toBe(true);
  await stand.control("DELETE", "/faults");
  const { code, err } = await run(stand.directory, ["drill", "--stack", "local", "--cleanup"]);
  expect(code, err).toBe(0);
  expect(await unchanged()).toEqual([]);
  expect(existsSync(journalPath(stand.directory, "local"))).toBe(false);
});
