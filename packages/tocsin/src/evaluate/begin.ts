import type { Definition } from "../model/definition.ts";
import { ticksOf } from "./ticks.ts";

/**
 * When a definition can first be judged, if nothing is known before `first`: at once, but what fires when too little comes only
 * when a whole window lies behind. Milliseconds since the epoch.
 */
export function beginOf(definition: Definition, first: number): number {
  const { condition } = definition;
  const { delay, window } = ticksOf(definition);
  const waits = condition.kind === "threshold" && condition.comparison === "below";
  return waits ? first + (window + delay) * 1000 : first;
}
