/**
 * Calls of check, daily, weekly and `lint --online`, answered in each way of `support/malformed.ts`: unknown where it was not told, never
 * within its limits, never an error of ours. Those of verify and audit: `scenario/verify/malformed`; of a drill:
 * `scenario/drill/malformed`. And a mute, which is made once or not at all.
 */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { askOnline } from "../../../src/app/lint/online.ts";
import { statesNow } from "../../../src/app/states-now.ts";
import { runbooksNow } from "../../../src/routines/checks/runbooks-now.ts";
import { type RoutineReport, routineExitCode } from "../../../src/routines/report.ts";
import { runbookRoutine } from "../../../src/routines/runbooks.ts";
import { DatadogMutes } from "../../../src/vendors/datadog/mute.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import { type Answers, answer, recorded, spoilOne } from "../../support/answers.ts";
import { type Way, ways } from "../../support/malformed.ts";
import { healthyMorning, look } from "../routines/morning.ts";
import type { World } from "../verify/world.ts";

let world: World;

/** What is said that could not be told, and what was told: a line each. */
interface Outcome {
  complete: boolean;
  unknown: string[];
  told: string[];
}

const limits = { tries: 1, deadlineMs: 20_000 };

function outcome(report: RoutineReport): Outcome {
  const { complete, lines } = report;
  expect(routineExitCode(report) === 3).toBe(!complete);
  const of = (isUnknown: boolean) => lines.filter(({ verdict }) => (verdict === "unknown") === isUnknown);
  return {
    complete,
    unknown: of(true).map(({ title, value }) => `${title}: ${value}`),
    told: of(false).map(({ check, title, verdict }) => `${check} ${title} ${verdict}`),
  };
}

const commands = {
  check: async () =>
    outcome(
      await look(
        world,
        {
          name: "firing",
          page: null,
          checks: [
            runbooksNow(() => statesNow({ ...world.project, resources: [...world.resources] }, world.connections)),
          ],
        },
        limits,
      ),
    ),
  "check RUNBOOK": async () =>
    outcome(await look(world, runbookRoutine("api-error-spike", world.project.definitions), limits)),
  daily: async () => outcome(await look(world, "daily", limits)),
  weekly: async () => outcome(await look(world, "weekly", limits)),
  "lint --online": async (): Promise<Outcome> => {
    const stack = { ...world.project, resources: [...world.resources], config: world.project.stack };
    const { complete, notChecked } = await askOnline({ stack, connections: world.connections, base: null, limits });
    // Links of runbooks are made up here, and not asked.
    const unknown = notChecked.filter((one) => !one.includes("links of the local stack"));
    return { complete, unknown, told: [] };
  },
};
type Command = keyof typeof commands;
const names = ["check", "check RUNBOOK", "daily", "weekly", "lint --online"] as const satisfies readonly Command[];

const answers = new Map<Command, Answers>(names.map((name) => [name, new Map()]));
const healthy = new Map<Command, Outcome>();

beforeAll(async () => {
  world = await healthyMorning();
  // What is asked names the time: it stands still.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date() });
  for (const name of names) {
    const known: Answers = answers.get(name) ?? new Map();
    const { unknown } = await recorded(known, commands[name]);
    expect([name, unknown]).toEqual([name, []]);
    // Answered as before: questions that differ by their times alone have the same answer from here on.
    answer(known, "none", { status: 200, headers: {}, body: "" });
    healthy.set(name, await commands[name]());
    vi.unstubAllGlobals();
  }
});
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});
afterEach(() => void vi.unstubAllGlobals());

/** Read along with what is live; of what fires they tell nothing. */
const besides = /\/api\/v2\/downtime|\/v2\/core\/event_destinations/;

/** Calls of a vendor: what a service answers to its own health check is looked at, and not trusted to be anything. */
const ofVendors = (call: string): boolean =>
  !call.startsWith(new URL(world.context.urls.get("app") ?? "http://none").port);

function spoilt({ spoil }: Way, n: number, name: Command): string | null {
  return spoilOne(answers.get(name) ?? new Map(), n, (one, call) => (ofVendors(call) ? spoil(one) : null));
}

for (const name of names) {
  it.each(ways.map((way, n) => [way.name, way.how, n, way] as const))(`${name}: %s (%s)`, async (_, how, n, way) => {
    const call = spoilt(way, n, name);
    if (call === null) return;
    const { complete, unknown, told } = await commands[name]();
    for (const one of unknown) expect(one, call).not.toMatch(/Cannot read|is not a function|\[object|\n\s+at /);
    if ((how === "no answer" || how === "no shape") && !(name === "check" && besides.test(call)))
      expect([call, complete, unknown.length > 0]).toEqual([call, false, true]);
    if (how === "as before" && !/twice/.test(way.name)) expect([call, told]).toEqual([call, healthy.get(name)?.told]);
  });
}

const mutes = () => new DatadogMutes(world.connections.datadog, "local");

/** The command without its words: it looks first, and mutes once. */
async function mute(): Promise<string> {
  if ((await mutes().active()).length > 0) throw new Error("it is muted already");
  return (await mutes().mute("database/disk", new Date(Date.now() + 3_600_000), "a test")).until;
}

it.each(["GET", "POST"].flatMap((method) => ways.map((way) => [method, way.name, way] as const)))(
  "a mute whose %s is answered: %s",
  async (method, _, way) => {
    const really = fetch;
    vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
      const response = await really(url, init);
      if ((init.method ?? "GET") !== method) return response;
      const [status, body] = [response.status, await response.clone().text()];
      const raw = way.spoil({ status, headers: Object.fromEntries(response.headers), body });
      if (raw === null) return response;
      const { "content-length": _length, ...headers } = raw.headers;
      const nothing = [204, 304].includes(raw.status);
      return new Response(nothing ? null : Buffer.from(raw.body), { status: raw.status, headers });
    });
    const told = await mute().catch((error: unknown) => error);
    vi.unstubAllGlobals();
    const made = await mutes().active();
    for (const one of made) await mutes().end(one);
    // An ended mute in a state that nobody knows counts as one that mutes.
    const isEnded = way.how === "strange" && String(told) === "Error: it is muted already";
    if (typeof told !== "string" && !isEnded) expect(told).toBeInstanceOf(VendorError);
    // Who is told that it is muted has muted it, once; a list that could not be read mutes nothing.
    expect(made.length).toBeLessThanOrEqual(1);
    if (typeof told === "string") expect(made).toHaveLength(1);
    if (method === "GET" && (way.how === "no answer" || way.how === "no shape"))
      expect([made, typeof told]).toEqual([[], "object"]);
    expect(await mutes().active()).toEqual([]);
  },
);
