import path from "node:path";
import { type Definition, definitionSchema } from "../../model/definition.ts";
import { ConfigurationError } from "../../model/problem.ts";
import { loadStack } from "../../project/stack-file.ts";
import { type Backtests, behavesAlike, compare, type History } from "../../review/backtest.ts";
import { paired } from "../../review/pair.ts";
import type { CompiledState } from "../../review/state.ts";
import type { Log } from "../../shared/progress.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { historyVendors } from "../../vendors/history.ts";
import { connectTo } from "../connect.ts";
import { callsFor } from "../history/clients.ts";
import { type Collected, collectHistory } from "../history/collect.ts";
import { readHistoryFile } from "../history/file.ts";
import { termsOf } from "../history/terms.ts";
import { asRead } from "../query-readings.ts";

export interface BacktestOptions {
  /** A history file; without it the vendors are asked. */
  history?: string | undefined;
  days: number;
  /** Most calls to vendors. */
  calls: number;
  env: Record<string, string | undefined>;
  log: Log;
}

/** Two versions of a definition that may behave differently. */
interface Pair {
  before: Definition | null;
  after: Definition;
}

/**
 * Runs what changed over the past, as it was and as it is to be. A text says why there is no backtest: nobody must have the
 * credentials for one.
 * @throws UsageError for a history file that cannot be used
 */
export async function backtestsOf(
  root: string,
  base: CompiledState | null,
  head: CompiledState,
  options: BacktestOptions,
): Promise<{ backtests: Backtests | null; notes: string[] }> {
  const pairs = base === null ? [] : changedPairs(base, head);
  if (pairs.length === 0) return { backtests: null, notes: [] };
  const found =
    options.history === undefined ? await fromVendors(root, head.stack, pairs, options) : fromFile(options.history);
  if (typeof found === "string") return { backtests: null, notes: [`No backtest: ${found}`] };
  const { range, read, of, notes } = found;
  const definitions = pairs.map(({ before, after }) =>
    compare(
      before === null ? null : { definition: read(before), history: of("before", before) },
      { definition: read(after), history: of("after", after) },
      range,
    ),
  );
  return { backtests: { ...range, definitions }, notes };
}

/** Only what may behave differently, or is new. What cannot be read by this version is left to the words. */
function changedPairs(base: CompiledState, head: CompiledState): Pair[] {
  const { kept, recreated, added } = paired(base.definitions, head.definitions);
  const read = (stated: object) => definitionSchema.safeParse(stated).data ?? null;
  return [...kept, ...recreated, ...added.map((after) => ({ before: null, after }))].flatMap((pair) => {
    const [before, after] = [pair.before === null ? null : read(pair.before), read(pair.after)];
    if (after === null || after.condition.kind === "declared") return [];
    return before !== null && behavesAlike(before, after) ? [] : [{ before, after }];
  });
}

interface Found {
  range: { from: number; to: number };
  /** A definition as what is evaluated: one in Datadog's words as the signal that says the same. */
  read: (definition: Definition) => Definition;
  of: (side: keyof Pair, definition: Definition) => History;
  notes: string[];
}

function fromFile(file: string): Found {
  const { inputs, range } = readHistoryFile(path.resolve(file));
  return {
    range,
    read: (definition) => definition,
    notes: [],
    of: (_side, { id }) => {
      const input = inputs.get(id);
      if (input === undefined) return { kind: "not evaluated", reason: "the history file holds nothing for it" };
      return { input, notes: [] };
    },
  };
}

/** A text is the reason why they cannot be asked. */
async function fromVendors(
  root: string,
  stack: string,
  pairs: readonly Pair[],
  { days, calls, env, log }: BacktestOptions,
): Promise<Found | string> {
  let config: ReturnType<typeof loadStack>;
  let connections: Awaited<ReturnType<typeof connectTo>>;
  try {
    config = loadStack(root, stack);
    const asked = pairs.flatMap(({ before, after }) => (before === null ? [after] : [before, after]));
    const read = asked.map((one) => asRead(one, config));
    connections = await connectTo(root, stack, historyVendors(read), env, "one");
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigurationError) return error.message;
    throw error;
  }
  const common = await termsOf({ root, name: stack, stack: config, connections, days, progress: log.passing });
  const { clients, range } = common;
  const left = () => Math.max(0, calls - callsFor(clients));
  const read = (definition: Definition) => asRead(definition, config);
  const after = await collectHistory(
    pairs.map((pair) => read(pair.after)),
    { ...common, budget: left() },
  );
  const old = pairs.flatMap(({ before }) => (before === null ? [] : read(before)));
  const before = await collectHistory(old, { ...common, budget: left() });
  log.clear();
  const histories = { before, after };
  const all = [...before.values(), ...after.values()];
  const problems = all.flatMap((one) => (one.kind === "read" ? one.problems : one.unread ? [one.reason] : []));
  return {
    range,
    read,
    notes: [...new Set(problems)].map((problem) => `The backtest is not complete: ${problem}`),
    of: (side, { id }) => historyFrom(histories[side].get(id)),
  };
}

function historyFrom(collected: Collected | undefined): History {
  if (collected?.kind === "read") return { input: collected.input, notes: collected.notes };
  const reason = collected?.reason ?? "nothing was read for it";
  return { kind: collected?.unread === true ? "not read" : "not evaluated", reason };
}
