import { backtest } from "../../evaluate/backtest.ts";
import type { Definition } from "../../model/definition.ts";
import type { HistoryFile } from "../history/file.ts";

const weekMs = 7 * 86_400_000;

export interface Fires {
  /** Alerts a week, by definition. */
  fires: Map<string, number>;
  /** How many definitions have no history, so that nothing is known of them. */
  without: number;
}

/** How often a week each definition would have rung, of those whose history is in the file. */
export function firesPerWeek(definitions: readonly Definition[], history: HistoryFile): Fires {
  const fires = new Map<string, number>();
  let without = 0;
  for (const definition of definitions) {
    if (definition.condition.kind === "declared") continue;
    const input = history.inputs.get(definition.id);
    const result = input === undefined ? null : backtest(definition, input, history.range);
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
