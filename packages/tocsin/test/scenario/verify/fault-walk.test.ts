import { afterAll, beforeAll, expect, it } from "vitest";
import type { Fault } from "../../../../emulators/src/faults.ts";
import type { VendorName } from "../../../../emulators/src/vendor-name.ts";
import type { Limits } from "../../../src/vendors/http/read.ts";
import { exitCode } from "../../../src/verify/report.ts";
import { startWorld, type World } from "./world.ts";

/*
 * Walks every call that verify makes of a stack of all kinds, and lets each of them go wrong in each way: the report says so,
 * says what was not looked at, and calls nothing clean.
 */

/** Several, since a walk past vendors that are too slow is waiting: each walks a part of the calls. */
let worlds: World[];
beforeAll(async () => {
  worlds = await Promise.all(Array.from({ length: 5 }, () => startWorld()));
});
afterAll(() => Promise.all(worlds.map((world) => world.close())));

type Way = Omit<Fault, "vendor" | "match">;

/** Short, so that a vendor that never answers costs little; two tries, so that repeating is walked as well. */
const limits = { timeoutMs: 2_000, deadlineMs: 10_000, tries: 2 };

/** A vendor is too slow when one call takes several times as long as all of a healthy verify, on the machine as busy as it is. */
function impatience(healthyMs: number) {
  const timeoutMs = Math.max(1_200, 5 * healthyMs);
  return { delayMs: 2 * timeoutMs + 100, limits: { timeoutMs, deadlineMs: 25 * timeoutMs, tries: 1 } };
}

const ways: Record<string, Way | "slow"> = {
  "limits our rate for longer than we wait": { status: 429, headers: { "retry-after": "600" } },
  fails: { status: 500, body: { message: "boom" } },
  "is too slow": "slow",
  "breaks its answer off": { status: 200, body: '{"data": [{"id": 1, "na' },
  "answers in another shape": { status: 200, body: { unexpected: [true] } },
  "drops the connection": { drop: true },
};

interface Call {
  vendor: VendorName;
  path: string;
  /** The same in every world: its vendor, and its path with names in place of the ids that a world gave. */
  named: string;
}

/** The calls of a healthy verify, each once: a fault hits whoever asks for that path. */
async function callsOfVerify(world: World): Promise<{ calls: Call[]; ms: number }> {
  world.context.faults.clear();
  world.context.requests.clear();
  const startedAt = performance.now();
  const report = await world.verify();
  const ms = performance.now() - startedAt;
  expect([report.complete, report.findings]).toEqual([true, []]);
  const sent = world.context.requests.list().map(({ vendor, path }) => `${vendor} ${path}`);
  const calls = [...new Set(sent)].map((call) => {
    const [vendor = "", path = ""] = call.split(" ");
    return { vendor: vendorNamed(vendor), path, named: named(world, call) };
  });
  return { calls: calls.sort((a, b) => (a.named < b.named ? -1 : 1)), ms };
}

function named(world: World, call: string): string {
  const made = world.resources.map((one) => [world.idOf(one), one.name] as const);
  // A number may stand in a path for something else.
  return made.reduce((text, [id, name]) => (/^\d*$/.test(id) ? text : text.replaceAll(id, name)), call);
}

const names: VendorName[] = ["datadog", "sentry", "vercel", "stripe", "slack"];
function vendorNamed(text: string): VendorName {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`verify called ${text}`);
  return found;
}

const literally = (text: string) => `^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;

it.each(Object.entries(ways))("says what it could not check when a vendor %s, whichever call it is", async (_, way) => {
  // Where nothing waits, side by side is no faster.
  const walking = way === "slow" ? worlds : worlds.slice(0, 1);
  const healthy = await Promise.all(walking.map(callsOfVerify));
  const all = healthy.map(({ calls }) => calls.map((call) => call.named));
  expect(all[0]?.length).toBeGreaterThan(15);
  expect(all).toEqual(all.map(() => all[0]));
  const slow = impatience(Math.max(...healthy.map(({ ms }) => ms)));
  const fault = way === "slow" ? { delayMs: slow.delayMs } : way;
  const given = way === "slow" ? slow.limits : limits;
  await Promise.all(
    walking.map((world, n) => {
      const own = healthy[n]?.calls.filter((_, at) => at % walking.length === n) ?? [];
      return walk(world, own, fault, given);
    }),
  );
});

/** Lets each of the calls go wrong, one after the other. */
async function walk(world: World, calls: readonly Call[], fault: Way, given: Limits): Promise<void> {
  for (const { vendor, path } of calls) {
    const call = `${vendor} ${path}`;
    world.context.faults.clear();
    world.context.faults.add({ vendor, match: { path: literally(path) }, ...fault });
    const report = await world.verify(given);
    expect([call, report.complete, exitCode(report)]).toEqual([call, false, 3]);
    expect([call, report.findings.map((finding) => `${finding.class} ${finding.vendor}`)]).toEqual([
      call,
      report.findings.map(() => `unreadable ${vendor}`),
    ]);
    expect([call, report.findings.length > 0]).toEqual([call, true]);
    for (const { message } of report.findings)
      expect(message).toMatch(/ (?:(?:was|were) not checked|Not checked \(\d+\): .+)\.$/);
  }
  world.context.faults.clear();
  const after = await world.verify();
  expect([after.complete, after.findings]).toEqual([true, []]);
}

it("has no more to say than that, when all vendors are away at once", async () => {
  const [world] = worlds;
  if (world === undefined) throw new Error("no world");
  for (const vendor of names) world.context.faults.add({ vendor, match: {}, drop: true });
  const report = await world.verify(limits);
  world.context.faults.clear();
  expect(exitCode(report)).toBe(3);
  expect(new Set(report.findings.map((finding) => finding.class))).toEqual(new Set(["unreadable"]));
  expect(new Set(report.findings.map(({ vendor }) => vendor))).toEqual(new Set(names));
});
