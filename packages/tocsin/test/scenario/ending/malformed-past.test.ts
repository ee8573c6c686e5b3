/**
 * Calls of backtest (and of what judges alerts by the same past: quarterly, `weekly --quality`), import and `conformance --read-only`,
 * answered in each way of `support/malformed.ts`: could not tell, or a refusal with its reason, never an error of ours. Those of the
 * other commands: `malformed-looks`, `scenario/verify/malformed`, `scenario/drill/malformed`.
 */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { compareLive } from "../../../src/app/conformance/live.ts";
import { type Asked, type Target, targetOf } from "../../../src/app/conformance/target.ts";
import { clientsOf } from "../../../src/app/history/clients.ts";
import { collectHistory } from "../../../src/app/history/collect.ts";
import { backtestReport, reported } from "../../../src/app/history/report.ts";
import { find } from "../../../src/app/import/find.ts";
import { markOf } from "../../../src/conformance/kind.ts";
import { backtest } from "../../../src/evaluate/backtest.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import { type Answers, recorded, spoilOne } from "../../support/answers.ts";
import { type Way, ways } from "../../support/malformed.ts";
import { healthyMorning } from "../routines/morning.ts";
import type { World } from "../verify/world.ts";

let world: World;
let now: number;

/** What could not be told, a sentence each. */
type Unknown = readonly string[];

const limits = { tries: 1, deadlineMs: 20_000 };
const day = 86_400_000;

/** One alert of each kind of signal: the others are read by the same code. */
function alerts() {
  const seen = new Set<string>();
  return world.project.definitions.filter(({ signal }) => !seen.has(signal.kind) && seen.add(signal.kind));
}

async function pastOfAlerts(): Promise<Unknown> {
  const range = { from: now - 2 * day, to: now };
  const collected = await collectHistory(alerts(), {
    ...{ stack: world.project.stack, clients: clientsOf(world.connections, limits), range, now, budget: 300 },
    ...{ folder: null, aheadMs: 0, progress: () => undefined },
  });
  return alerts().flatMap((definition): string[] => {
    const one = collected.get(definition.id);
    if (one?.kind !== "read") return one?.unread === true ? [one.reason] : [];
    // Also what is printed of it: a time that is none could not be.
    backtestReport.shape.definitions.element.shape.result.parse(reported(backtest(definition, one.input, range)));
    return one.problems;
  });
}

/** Imports resources of each kind that can be; what cannot be told ends the command. */
const imports = (["monitor", "synthetics-test", "detector", "workflow", "webhook-endpoint"] as const).map(
  (kind) => async (): Promise<Unknown> => {
    const { resource, id } = world.one(kind);
    const { vendor } = resource;
    if (vendor !== "datadog" && vendor !== "sentry" && vendor !== "stripe")
      throw new Error(`nothing of ${vendor} is imported`);
    const where = { connections: world.connections, stack: world.project.stack, secretVariable: null, verbatim: false };
    const ended: unknown = await find(vendor, id, where).then(
      () => null,
      (error: unknown) => error,
    );
    if (ended === null || ended instanceof UsageError) return [];
    expect(ended).toBeInstanceOf(VendorError);
    return [String(ended)];
  },
);

/** What the emulators answer, which is not spoilt. */
const ofEmulators = new Map<string, Asked>();

async function comparedLive(): Promise<Unknown> {
  const account = targetOf(world.connections);
  const emulator: Target = {
    ...account,
    ask: async (vendor, call) => {
      const key = JSON.stringify([vendor, call]);
      const known = ofEmulators.get(key) ?? (await account.ask(vendor, call));
      ofEmulators.set(key, known);
      return known;
    },
  };
  const { project, resources } = world;
  const mark = markOf("0000ffff", new Date(now + day));
  const around = { account, emulator, stack: project.stack, resources, mark, say: () => undefined };
  const { kinds, notCompared } = await compareLive(around);
  const differing = kinds.filter(({ differences }) => differences.length > 0);
  return [...notCompared, ...differing.map(({ vendor, kind }) => `${vendor} ${kind} differs`)];
}

const commands = {
  backtest: pastOfAlerts,
  "import datadog monitor": () => imports[0]?.() ?? [],
  "import datadog test": () => imports[1]?.() ?? [],
  "import sentry monitor": () => imports[2]?.() ?? [],
  "import sentry alert": () => imports[3]?.() ?? [],
  "import stripe endpoint": () => imports[4]?.() ?? [],
  "conformance --read-only": comparedLive,
};
type Command = keyof typeof commands;
const names = Object.keys(commands).filter((name): name is Command => name in commands);

const answers = new Map<Command, Answers>(names.map((name) => [name, new Map()]));

beforeAll(async () => {
  world = await healthyMorning();
  // What is asked names the time: it stands still.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date() });
  now = Date.now();
  for (const name of names) {
    const unknown = await recorded(answers.get(name) ?? new Map(), async () => commands[name]());
    expect([name, unknown]).toEqual([name, []]);
    expect([name, answers.get(name)?.size]).not.toEqual([name, 0]);
  }
});
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});
afterEach(() => void vi.unstubAllGlobals());

function spoilt({ spoil }: Way, n: number, name: Command): string | null {
  // The emulators alone are told to create something.
  const isSpared = (call: string) => call.includes(" POST ") && name === "conformance --read-only";
  return spoilOne(answers.get(name) ?? new Map(), n, (one, call) => (isSpared(call) ? null : spoil(one)));
}

for (const name of names) {
  it.each(ways.map((way, n) => [way.name, way.how, n, way] as const))(`${name}: %s (%s)`, async (_, how, n, way) => {
    const call = spoilt(way, n, name);
    if (call === null) return;
    const unknown = await commands[name]();
    for (const one of unknown) expect(one, call).not.toMatch(/Cannot read|is not a function|\[object|\n\s+at /);
    if (how === "no answer" || how === "no shape") expect([call, unknown.length > 0]).toEqual([call, true]);
    if (how === "as before") expect([call, unknown]).toEqual([call, []]);
  });
}
