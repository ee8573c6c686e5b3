import pLimit from "p-limit";
import type { Input, Range } from "../../evaluate/types.ts";
import type { Definition } from "../../model/definition.ts";
import { isPlainMetric } from "../../model/signals/facts.ts";
import { metricLimits, type StackConfig } from "../../model/stack.ts";
import { historyOf } from "../../vendors/history.ts";
import type { HistoryQuestion, HistorySeries, Span } from "../../vendors/history-types.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { HistoryClients } from "./clients.ts";
import { joined, readKept, united, writeKept } from "./store.ts";

/** What is known about a definition's past. */
export type Collected =
  | {
      kind: "read";
      input: Input;
      /** Seconds that one value covers. */
      resolution: number;
      notes: string[];
      /** What could not be read, as sentences; the times are `input.missing`. */
      problems: string[];
    }
  /** `unread`: it could have been read and was not. */
  | { kind: "none"; reason: string; unread: boolean };

export interface CollectOptions {
  stack: StackConfig;
  clients: HistoryClients;
  range: Range;
  /** The vendors' present, in milliseconds since the epoch. */
  now: number;
  /** Calls that may be made. */
  budget: number;
  /** Where history is kept; null where it is not. */
  folder: string | null;
  /** How far the vendors' clock is ahead of ours, in milliseconds: 0 but for emulated ones. */
  aheadMs: number;
  progress(text: string): void;
}

/** So that a vendor that fails is soon left alone. */
const callsAtOnce = 4;
/** What is younger may still change at the vendor. */
const settledMs = 2 * 3_600_000;

/**
 * Reads the past of definitions: each at the finest resolution that its share of the calls allows. What was read before and can
 * no longer change is not asked for again. A vendor that fails is not asked any more; what was read until then is kept.
 */
export async function collectHistory(
  definitions: readonly Definition[],
  options: CollectOptions,
): Promise<Map<string, Collected>> {
  const result = new Map<string, Collected>();
  const failed = new Map<string, string>();
  let left = options.budget;
  for (const [index, definition] of definitions.entries()) {
    const plan = historyOf(definition, options.stack, options.clients.of);
    if ("reason" in plan) {
      result.set(definition.id, { kind: "none", reason: plan.reason, unread: false });
      continue;
    }
    const share = Math.floor(left / (definitions.length - index));
    const resolution = chosenResolution(plan.questions, share, left, options);
    if (resolution === null) {
      const reason = `it needs more calls than are left of ${options.budget}; --calls allows more`;
      result.set(definition.id, { kind: "none", reason, unread: true });
      continue;
    }
    options.progress(`history of ${definition.id}`);
    const answers = await Promise.all(
      plan.questions.map((question) => answered(question, resolution, options, failed)),
    );
    left -= answers.reduce((sum, { calls }) => sum + calls, 0);
    result.set(definition.id, collected(plan, limitsOf(definition, options), answers, resolution));
  }
  return result;
}

/** The stack's numbers that the definition's expression may name. */
const limitsOf = ({ signal }: Definition, { stack }: CollectOptions): Input["limits"] =>
  metricLimits(stack, isPlainMetric(signal) ? signal.database : undefined);

function collected(
  plan: { questions: HistoryQuestion[]; notes: string[] },
  limits: Input["limits"],
  answers: readonly Answer[],
  asked: number,
): Collected {
  const problems = [...new Set(answers.flatMap(({ problem }) => (problem === null ? [] : [problem])))];
  const [first] = problems;
  if (first !== undefined && answers.every(({ series }) => series.length === 0))
    return { kind: "none", reason: first, unread: true };
  const resolution = Math.max(asked, ...answers.map(({ resolution }) => resolution));
  const notes = [...plan.notes];
  if (resolution > asked) notes.push(`The vendor gave no values closer than ${resolution} s.`);
  const missing = united(answers.flatMap((answer) => answer.missing));
  const series = Object.fromEntries(plan.questions.map((question, i) => [question.series, answers[i]?.series ?? []]));
  const input: Input = { series, limits, resolution: resolution * 1000, missing };
  return { kind: "read", input, resolution, notes, problems };
}

/** The finest resolution whose calls the share pays for, else the coarsest that what is left pays for. */
function chosenResolution(
  questions: readonly HistoryQuestion[],
  share: number,
  left: number,
  options: CollectOptions,
): number | null {
  const offered = questions[0]?.resolutions ?? [];
  const cost = (resolution: number) =>
    questions.reduce((sum, question) => {
      const { known } = keptOf(question, resolution, options);
      return sum + openSpans(question, resolution, known, options).length;
    }, 0);
  const affordable = offered.find((resolution) => cost(resolution) <= share);
  if (affordable !== undefined) return affordable;
  const coarsest = offered.at(-1);
  return coarsest !== undefined && cost(coarsest) <= left ? coarsest : null;
}

interface Answer {
  series: HistorySeries[];
  resolution: number;
  missing: Span[];
  calls: number;
  problem: string | null;
}

const keptOf = (question: HistoryQuestion, resolution: number, { folder }: CollectOptions) =>
  folder === null ? { known: [], series: [] } : readKept(folder, `${question.vendor} ${question.identity}`, resolution);

/** The calls that are still to be made: whole spans of the most that one call gives, cut at the vendor's present. */
function openSpans(
  question: HistoryQuestion,
  resolution: number,
  known: readonly Span[],
  options: CollectOptions,
): Span[] {
  const length = question.valuesPerCall * resolution * 1000;
  const step = resolution * 1000;
  const end = Math.floor(Math.min(options.range.to, options.now) / step) * step;
  const spans: Span[] = [];
  for (let from = Math.floor(options.range.from / length) * length; from < end; from += length) {
    const to = Math.min(from + length, end);
    // What is known of the beginning of a span is not asked for again.
    const begin = known.find((span) => span.from <= from && span.to > from)?.to ?? from;
    if (begin < to) spans.push({ from: begin, to });
  }
  return spans;
}

async function answered(
  question: HistoryQuestion,
  resolution: number,
  options: CollectOptions,
  failed: Map<string, string>,
): Promise<Answer> {
  const kept = keptOf(question, resolution, options);
  const open = openSpans(question, resolution, kept.known, options);
  const missing: Span[] = [];
  const added: HistorySeries[] = [];
  const fresh: Span[] = [];
  const limit = pLimit(callsAtOnce);
  const step = resolution * 1000;
  let coarsest = resolution;
  let calls = 0;
  await Promise.all(
    open.map(({ from, to }) =>
      limit(async () => {
        if (failed.has(question.vendor)) {
          missing.push({ from, to });
          return;
        }
        calls += 1;
        try {
          const { aheadMs } = options;
          const answer = await question.ask({ from: from - aheadMs, to: to - aheadMs }, resolution);
          added.push(...within(answer.series, [{ from, to }]));
          coarsest = Math.max(coarsest, answer.resolution);
          const settled = Math.min(to, Math.floor((options.now - settledMs) / step) * step);
          if (settled > from) fresh.push({ from, to: settled });
        } catch (error) {
          if (!(error instanceof VendorError)) throw error;
          failed.set(question.vendor, error.message);
          missing.push({ from, to });
        }
      }),
    ),
  );
  const series = joined(kept.series, added);
  if (options.folder !== null && fresh.length > 0 && coarsest === resolution) {
    const known = united([...kept.known, ...fresh]);
    writeKept(options.folder, `${question.vendor} ${question.identity}`, resolution, {
      known,
      series: within(series, known),
    });
  }
  return {
    series,
    resolution: coarsest,
    missing,
    calls,
    problem: missing.length > 0 ? (failed.get(question.vendor) ?? null) : null,
  };
}

/** Only the values of some spans: what is kept, or what was asked for (a vendor may answer a little more). */
function within(series: readonly HistorySeries[], known: readonly Span[]): HistorySeries[] {
  return series.map(({ tags, points }) => {
    const indexes = Array.from(points.at.keys()).filter((i) => {
      const at = points.at[i] ?? 0;
      return known.some(({ from, to }) => at > from && at <= to);
    });
    const pick = (values: Float64Array) => Float64Array.from(indexes, (i) => values[i] ?? Number.NaN);
    return { tags, points: { at: pick(points.at), value: pick(points.value) } };
  });
}
