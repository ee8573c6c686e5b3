import { backtest } from "../../evaluate/backtest.ts";
import type { Input, Range } from "../../evaluate/types.ts";
import type { Definition } from "../../model/definition.ts";
import { type CollectOptions, collectHistory } from "../history/collect.ts";
import type { HistoryFile } from "../history/file.ts";

const weekMs = 7 * 86_400_000;

export interface Fires {
  /** Alerts a week, by definition. */
  fires: Map<string, number>;
  /** How many definitions have no history, so that nothing is known of them. */
  without: number;
  /** What could have been read and was not, as sentences: then nothing is known of these either. */
  unread: string[];
  /** Calls sent for it, by vendor. */
  calls: Record<string, number>;
}

/** How often a week each definition would have fired, of those whose history is known. */
function firesOf(definitions: readonly Definition[], inputs: ReadonlyMap<string, Input>, range: Range) {
  const fires = new Map<string, number>();
  let without = 0;
  for (const definition of definitions) {
    if (definition.condition.kind === "declared") continue;
    const input = inputs.get(definition.id);
    const result = input === undefined ? null : backtest(definition, input, range);
    if (result?.kind !== "evaluated") {
      without++;
      continue;
    }
    // A day that is bad in one week of ten is not ten times as bad: shorter histories count as a week.
    const weeks = Math.max(1, (result.to - result.from) / weekMs);
    fires.set(definition.id, result.fires / weeks);
  }
  return { fires, without };
}

/** The same by what a file holds. */
export function firesPerWeek(definitions: readonly Definition[], { inputs, range }: HistoryFile): Fires {
  return { ...firesOf(definitions, inputs, range), unread: [], calls: {} };
}

/** The same by what the vendors have kept, within a budget of calls. What a vendor does not tell is named, never called quiet. */
export async function firesAtVendors(definitions: readonly Definition[], options: CollectOptions): Promise<Fires> {
  const chosen = definitions.filter(({ condition }) => condition.kind !== "declared");
  const collected = await collectHistory(chosen, options);
  const inputs = new Map<string, Input>();
  const unread: string[] = [];
  for (const [id, one] of collected) {
    if (one.kind === "read") inputs.set(id, one.input);
    const problems = one.kind === "read" ? one.problems : one.unread ? [one.reason] : [];
    if (problems.length > 0) unread.push(`How often ${id} would fire: ${problems.join(" ")}`);
  }
  const calls = Object.entries(options.clients.made).map(([vendor, { http }]) => [
    vendor,
    http.calls + http.signalCalls,
  ]);
  return { ...firesOf(chosen, inputs, options.range), unread, calls: Object.fromEntries(calls) };
}
