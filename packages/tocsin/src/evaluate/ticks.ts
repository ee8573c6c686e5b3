import type { Definition } from "../model/definition.ts";
import { evaluationStep } from "../model/evaluation-step.ts";
import { delayOf, isMetricSignal } from "../model/signals/facts.ts";

/** When a vendor evaluates, in seconds. */
export interface Ticks {
  /** Evaluations fall on whole multiples of it since the epoch. */
  every: number;
  /** The window ends so long before the evaluation. */
  delay: number;
  /** Length of the window; 0 where there is none. */
  window: number;
}

/** What the compiler sets as `evaluation_delay`, in whole minutes. */
const delayIn = (signal: Definition["signal"]): number =>
  isMetricSignal(signal) ? Math.ceil(delayOf(signal) / 60) * 60 : 0;

/** How often the vendor of a definition evaluates it. */
export function ticksOf(definition: Definition): Ticks {
  const { signal, condition } = definition;
  const every = evaluationStep(definition);
  return condition.kind === "threshold"
    ? { every, delay: delayIn(signal), window: condition.window }
    : { every, delay: 0, window: 0 };
}
