/** Makes the same calls at an account and at a fresh emulator, and compares what they answer. */
import { differencesOf } from "../../conformance/compare.ts";
import { type AccountTexts, formOf, textsIn, wordsOf } from "../../conformance/form.ts";
import type { ConformanceKind, Home, Mark, Story } from "../../conformance/kind.ts";
import { conformanceKinds } from "../../conformance/kinds.ts";
import type { Answer, ComparedCall, ConformanceRecord } from "../../conformance/record.ts";
import type { StackConfig } from "../../model/stack.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { placed } from "./slack-channel.ts";
import type { Target } from "./target.ts";
import { cleanUp, type Walk, type Walked, walk } from "./walk.ts";

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

const noToken = "set SLACK_TOKEN to a bot's token to have it compared";

/** Where the temporary resources of a stack are made: its first projects. */
export function homeOf({ sentry, vercel, datadog, channels }: StackConfig): Home {
  const [project] = Object.values(sentry.projects);
  const [deployed] = Object.values(vercel.projects);
  return {
    organization: sentry.organization,
    sentryProject: project?.slug ?? null,
    sentryEnvironment: sentry.environment,
    vercelTeam: vercel.team,
    vercelProject: deployed?.id ?? null,
    slackAccount: datadog.slackAccount,
    slackChannel: { missing: Object.keys(channels).length === 0 ? "the stack file names no channel" : noToken },
  };
}

/** Compares every kind at the vendors that are connected. What cannot be reached is told under `notCompared`. */
export async function compareAll(comparing: Comparing): Promise<ConformanceRecord> {
  const record: ConformanceRecord = { version: 1, kinds: [], notCompared: [] };
  const { account, emulator, stack } = comparing;
  const here = await placed(emulator, homeOf(stack), stack);
  const there = account === null ? here : await placed(account, homeOf(stack), stack);
  for (const kind of conformanceKinds) {
    const { vendor, kind: name } = kind;
    if (!isAsked(comparing, kind)) continue;
    const missing = kind.missing?.(there) ?? null;
    if (missing !== null) {
      record.notCompared.push(`${vendor} ${name}: ${missing}.`);
      continue;
    }
    comparing.say(`${vendor} ${name}`);
    try {
      record.kinds.push(...(await compareKind(comparing, kind, { here, there })));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      record.notCompared.push(`${vendor} ${name}: ${error.message}`);
    }
  }
  return record;
}

/** Slack is asked, or missed, wherever the stack has channels; a vendor, where the stack uses it. */
const isAsked = ({ account, recorded, stack }: Comparing, { vendor, kind }: ConformanceKind | Story): boolean =>
  (account !== null && vendor === "slack" ? Object.keys(stack.channels).length > 0 : account?.vendors.has(vendor)) ??
  (recorded?.kinds ?? []).some((one) => one.vendor === vendor && one.kind === kind);

async function compareKind(
  comparing: Comparing,
  kind: ConformanceKind | Story,
  homes: { here: Home; there: Home },
): Promise<ComparedCall[]> {
  const { account, emulator, mark, recorded } = comparing;
  // The account first: a run that is stopped in it must leave nothing behind there.
  const there = account === null ? null : await walk(account, kind, mark, homes.there);
  const here = await walk(emulator, kind, mark, homes.here);
  const known = knownOf(comparing.stack, here, there);
  const about = { vendor: kind.vendor, kind: kind.kind };
  return here.walked.flatMap(({ call, answer }): ComparedCall[] => {
    const own = formed(answer, known);
    const live = there?.walked.find((one) => one.call === call)?.answer;
    const old = recorded?.kinds.find(
      (one) => one.vendor === kind.vendor && one.kind === kind.kind && one.call === call,
    );
    const vendor: Answer | undefined = live === undefined ? old?.answer : formed(live, known);
    return vendor === undefined ? [] : [{ ...about, call, differences: differencesOf(own, vendor), answer: vendor }];
  });
}

const formed = ({ status, body }: Walked["answer"], known: AccountTexts): Answer => ({
  status,
  body: formOf(body, known),
});

function knownOf(stack: StackConfig, here: Walk, there: Walk | null): AccountTexts {
  const ids = [...here.ids, ...(there?.ids ?? [])];
  const sent = new Set([...here.walked, ...(there?.walked ?? [])].flatMap((one) => textsIn(one.sent)));
  const words = wordsOf(
    here.walked.map(({ answer }) => answer.body),
    ids,
  );
  // What a short word of the stack file says (`alerts`, `production`) may be a vendor's own word as well, where it was sent.
  const hide = new Set(textsIn(stack).filter((text) => !sent.has(text)));
  return { sent, words, hide, ids };
}

/**
 * Deletes what interrupted runs have left at an account: what was deleted, and what could not be looked at or deleted, as a
 * sentence each.
 */
export async function cleanUpAll(account: Target, stack: StackConfig) {
  const outcome: { deleted: string[]; failed: string[] } = { deleted: [], failed: [] };
  const home = await placed(account, homeOf(stack), stack);
  for (const kind of conformanceKinds) {
    if (!account.vendors.has(kind.vendor) || (kind.missing?.(home) ?? null) !== null) continue;
    try {
      const { deleted, kept } = await cleanUp(account, kind, home);
      if (deleted > 0) outcome.deleted.push(`${kind.vendor} ${kind.kind}: ${deleted}`);
      if (kept.length > 0) outcome.failed.push(`${kind.vendor} ${kind.kind}: not deleted, ${kept.join(", ")}`);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      outcome.failed.push(`${kind.vendor} ${kind.kind}: ${error.message}`);
    }
  }
  return outcome;
}
