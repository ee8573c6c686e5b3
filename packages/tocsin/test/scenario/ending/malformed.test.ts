/**
 * Calls of doctor, init and import, answered in each way of `support/malformed.ts`: told in a sentence, never taken for what was asked,
 * never an error of ours. Those of verify and audit: `scenario/verify/malformed`.
 */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { find } from "../../../src/app/import/find.ts";
import { lookAtAccount } from "../../../src/app/init/account.ts";
import {
  lookAtDatadog,
  lookAtDatadogSlack,
  lookAtSentry,
  lookAtSlack,
  lookAtStripe,
  lookAtVercel,
} from "../../../src/app/init/discover.ts";
import { accountLines } from "../../../src/doctor/account.ts";
import { vendorLines } from "../../../src/doctor/vendors.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import { type Answers, answer, recorded } from "../../support/answers.ts";
import { type Way, ways } from "../../support/malformed.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;

/** What is said that could not be told; each command has its own way to say it. */
interface Outcome {
  /** Sentences. */
  failed: string[];
  /** How much was told. */
  told: number;
}

async function doctor(): Promise<Outcome> {
  const patient = { ...world.project, connections: world.connections, now: () => new Date(), realTime: true };
  const lines = [...(await vendorLines(patient)), ...(await accountLines(patient))];
  const failed = lines.filter(({ verdict }) => verdict !== "ok");
  return { failed: failed.map(({ found }) => found), told: lines.length - failed.length };
}

async function init(): Promise<Outcome> {
  const { datadog, sentry, vercel, stripe, slack } = world.connections;
  if (slack === undefined) throw new Error("no Slack");
  const projects = Object.entries(world.project.stack.vercel.projects).map(([service, { id }]) => ({
    ...{ service, id, name: service },
  }));
  const account = await lookAtAccount({ datadog, vercel }, "team_acme", projects);
  const looks: object[] = [
    ...(await lookAtDatadog(datadog)).map(({ objects }) => objects),
    await lookAtDatadogSlack(datadog, "acme"),
    ...Object.values(await lookAtSentry(sentry, "acme")),
    ...Object.values(await lookAtVercel(vercel, "team_acme")),
    await lookAtStripe(stripe),
    await lookAtSlack(slack),
    account.settings,
    account.warnings,
  ];
  const failed = looks.flatMap((one) => ("failed" in one ? [String(one.failed)] : []));
  return { failed, told: looks.length - failed.length };
}

async function importing(): Promise<Outcome> {
  const { stack } = world.project;
  const where = { connections: world.connections, stack, secretVariable: null, verbatim: false };
  const wanted = [
    ["datadog", world.of("database/disk", "monitor").id],
    ["datadog", world.of("cliply-web/readyz", "synthetics-test").id],
    ["sentry", world.of("web-api/high-error-rate", "detector").id],
    ["stripe", world.one("webhook-endpoint").id],
  ] as const;
  const outcome: Outcome = { failed: [], told: 0 };
  for (const [vendor, id] of wanted) {
    try {
      await find(vendor, id, where);
      outcome.told += 1;
    } catch (error) {
      if (!(error instanceof VendorError) && !(error instanceof UsageError)) throw error;
      outcome.failed.push(error.message);
    }
  }
  return outcome;
}

const commands = { doctor, init, import: importing };
type Command = keyof typeof commands;
const answers: Record<Command, Answers> = { doctor: new Map(), init: new Map(), import: new Map() };
const healthy = new Map<Command, Outcome>();

beforeAll(async () => {
  world = await startWorld({ lives: true });
  for (const name of ["doctor", "init", "import"] as const)
    healthy.set(name, await recorded(answers[name], commands[name]));
  expect([...healthy].flatMap(([name, { failed }]) => failed.map((one) => `${name}: ${one}`))).toEqual([]);
});
afterAll(() => world.close());
afterEach(() => void vi.unstubAllGlobals());

/** One call for each way, another one each time, so that every call has its turn. */
function spoilt({ spoil }: Way, n: number, name: Command): string | null {
  const all = [...answers[name]].flatMap(([call, known]) => {
    const raw = spoil(known);
    return raw === null ? [] : [{ call, raw }];
  });
  const chosen = all[(n * 7) % Math.max(1, all.length)];
  if (chosen === undefined) return null;
  answer(answers[name], chosen.call, chosen.raw);
  return chosen.call;
}

for (const name of ["doctor", "init", "import"] as const) {
  it.each(ways.map((way, n) => [way.name, way.how, n, way] as const))(`${name}: %s (%s)`, async (_, how, n, way) => {
    const call = spoilt(way, n, name);
    if (call === null) return;
    const { failed, told } = await commands[name]();
    for (const one of failed) expect(one, call).toMatch(/^\S.*[^\s]$/s);
    for (const one of failed) expect(one, call).not.toMatch(/Cannot read|is not a function|\[object/);
    const before = healthy.get(name)?.told ?? 0;
    // What a doctor asks only to see whether it may is read no further than that.
    if (how === "no answer") expect([call, told < before, failed.length > 0]).toEqual([call, true, true]);
  });
}
