/** Makes the same calls at an account and at a fresh emulator, and compares what they answer. */
import { differencesOf } from "../../conformance/compare.ts";
import { formOf, type Known, textsIn, withoutIds } from "../../conformance/form.ts";
import type { ConformanceKind, Home, Mark } from "../../conformance/kind.ts";
import { conformanceKinds } from "../../conformance/kinds.ts";
import type { Answer, ComparedCall, ConformanceRecord } from "../../conformance/record.ts";
import type { StackConfig } from "../../model/stack.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { Target } from "./target.ts";
import { cleanUp, idsIn, type Walked, walk } from "./walk.ts";

export interface Comparing {
  /** Null: what a recorded run was answered takes its place. */
  account: Target | null;
  emulator: Target;
  recorded?: ConformanceRecord;
  stack: StackConfig;
  mark: Mark;
  /** Is told what is done now. */
  say: (what: string) => void;
}

/** Where the temporary resources of a stack are made: its first projects. */
export function homeOf({ sentry, vercel }: StackConfig): Home {
  const [project] = Object.values(sentry.projects);
  const [deployed] = Object.values(vercel.projects);
  return {
    organization: sentry.organization,
    sentryProject: project?.slug ?? null,
    sentryEnvironment: sentry.environment,
    vercelTeam: vercel.team,
    vercelProject: deployed?.id ?? null,
  };
}

/** Compares every kind at the vendors that are connected. What cannot be reached is told under `notCompared`. */
export async function compareAll(comparing: Comparing): Promise<ConformanceRecord> {
  const record: ConformanceRecord = { version: 1, kinds: [], notCompared: [] };
  const home = homeOf(comparing.stack);
  for (const kind of conformanceKinds) {
    const { vendor, kind: name } = kind;
    if (!isAsked(comparing, kind)) continue;
    const missing = kind.missing?.(home) ?? null;
    if (missing !== null) {
      record.notCompared.push(`${vendor} ${name}: ${missing}.`);
      continue;
    }
    comparing.say(`${vendor} ${name}`);
    try {
      record.kinds.push(...(await compareKind(comparing, kind, home)));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      record.notCompared.push(`${vendor} ${name}: ${error.message}`);
    }
  }
  return record;
}

const isAsked = ({ account, recorded }: Comparing, { vendor, kind }: ConformanceKind): boolean =>
  account?.vendors.has(vendor) ?? (recorded?.kinds ?? []).some((one) => one.vendor === vendor && one.kind === kind);

async function compareKind(comparing: Comparing, kind: ConformanceKind, home: Home): Promise<ComparedCall[]> {
  const { account, emulator, mark, recorded } = comparing;
  // The account first: a run that is stopped in it must leave nothing behind there.
  const there = account === null ? null : await walk(account, kind, mark, home);
  const here = await walk(emulator, kind, mark, home);
  const known = knownOf(comparing.stack, kind, here, there ?? []);
  const about = { vendor: kind.vendor, kind: kind.kind };
  return here.flatMap(({ call, answer }): ComparedCall[] => {
    const own = formed(answer, known);
    const live = there?.find((one) => one.call === call)?.answer;
    const old = recorded?.kinds.find(
      (one) => one.vendor === kind.vendor && one.kind === kind.kind && one.call === call,
    );
    const vendor: Answer | undefined = live === undefined ? old?.answer : formed(live, known);
    return vendor === undefined ? [] : [{ ...about, call, differences: differencesOf(own, vendor), answer: vendor }];
  });
}

const formed = ({ status, body }: Walked["answer"], known: Known): Answer => ({ status, body: formOf(body, known) });

function knownOf(stack: StackConfig, kind: ConformanceKind, here: readonly Walked[], there: readonly Walked[]): Known {
  const ids = [...idsIn(here, kind), ...idsIn(there, kind)];
  const sent = new Set([...here, ...there].flatMap((one) => textsIn(one.sent)));
  const words = here.flatMap((one) => textsIn(one.answer.body)).map((text) => withoutIds(text, ids));
  // What a short word of the stack file says (`alerts`, `production`) may be a vendor's own word as well, where it was sent.
  const hide = new Set(textsIn(stack).filter((text) => !sent.has(text)));
  return { sent, words: new Set(words), hide, ids };
}

/**
 * Deletes what interrupted runs have left at an account: what was deleted, and what could not be looked at, as a sentence each.
 */
export async function cleanUpAll(account: Target, stack: StackConfig) {
  const outcome: { deleted: string[]; failed: string[] } = { deleted: [], failed: [] };
  const home = homeOf(stack);
  for (const kind of conformanceKinds) {
    if (!account.vendors.has(kind.vendor) || (kind.missing?.(home) ?? null) !== null) continue;
    try {
      const count = await cleanUp(account, kind, home);
      if (count > 0) outcome.deleted.push(`${kind.vendor} ${kind.kind}: ${count}`);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      outcome.failed.push(`${kind.vendor} ${kind.kind}: ${error.message}`);
    }
  }
  return outcome;
}
