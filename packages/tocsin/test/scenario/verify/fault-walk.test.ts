import { afterAll, beforeAll, expect, it } from "vitest";
import type { Fault } from "../../../../emulators/src/faults.ts";
import type { VendorName } from "../../../../emulators/src/vendor-name.ts";
import { exitCode } from "../../../src/verify/report.ts";
import { startWorld, type World } from "./world.ts";

/*
 * Walks every call that verify makes of a stack of all kinds, and lets each of them go wrong in each way: the report says so,
 * says what was not looked at, and calls nothing clean.
 */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

type Way = Omit<Fault, "vendor" | "match">;

/** Short, so that a vendor that never answers costs little; two tries, so that repeating is walked as well. */
const limits = { timeoutMs: 2_000, deadlineMs: 10_000, tries: 2 };
const impatient = { ...limits, timeoutMs: 400, tries: 1 };

const ways: Record<string, Way> = {
  "limits our rate for longer than we wait": { status: 429, headers: { "retry-after": "600" } },
  fails: { status: 500, body: { message: "boom" } },
  "is too slow": { delayMs: 900 },
  "breaks its answer off": { status: 200, body: '{"data": [{"id": 1, "na' },
  "answers in another shape": { status: 200, body: { unexpected: [true] } },
  "drops the connection": { drop: true },
};

interface Call {
  vendor: VendorName;
  path: string;
}

/** The calls of a healthy verify, each once: a fault hits whoever asks for that path. */
async function callsOfVerify(): Promise<Call[]> {
  world.context.faults.clear();
  world.context.requests.clear();
  const report = await world.verify();
  expect([report.complete, report.findings]).toEqual([true, []]);
  const sent = world.context.requests.list().map(({ vendor, path }) => `${vendor} ${path}`);
  return [...new Set(sent)].map((call) => {
    const [vendor = "", path = ""] = call.split(" ");
    return { vendor: vendorNamed(vendor), path };
  });
}

const names: VendorName[] = ["datadog", "sentry", "vercel", "stripe", "slack"];
function vendorNamed(text: string): VendorName {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`verify called ${text}`);
  return found;
}

const literally = (text: string) => `^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;

it.each(Object.entries(ways))("says what it could not check when a vendor %s, whichever call it is", async (_, way) => {
  const calls = await callsOfVerify();
  expect(calls.length).toBeGreaterThan(15);
  for (const { vendor, path } of calls) {
    const call = `${vendor} ${path}`;
    world.context.faults.clear();
    world.context.faults.add({ vendor, match: { path: literally(path) }, ...way });
    const report = await world.verify(way.delayMs === undefined ? limits : impatient);
    expect([call, report.complete, exitCode(report)]).toEqual([call, false, 3]);
    expect([call, report.findings.map((finding) => `${finding.class} ${finding.vendor}`)]).toEqual([
      call,
      report.findings.map(() => `unreadable ${vendor}`),
    ]);
    expect([call, report.findings.length > 0]).toEqual([call, true]);
    for (const { message } of report.findings) expect(message).toMatch(/ (?:was|were) not checked\.$/);
  }
  world.context.faults.clear();
  const after = await world.verify();
  expect([after.complete, after.findings]).toEqual([true, []]);
});

it("has no more to say than that, when all vendors are away at once", async () => {
  for (const vendor of names) world.context.faults.add({ vendor, match: {}, drop: true });
  const report = await world.verify(limits);
  world.context.faults.clear();
  expect(exitCode(report)).toBe(3);
  expect(new Set(report.findings.map((finding) => finding.class))).toEqual(new Set(["unreadable"]));
  expect(new Set(report.findings.map(({ vendor }) => vendor))).toEqual(new Set(names));
});
