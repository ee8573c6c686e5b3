import type { Condition, ConditionKind, ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";

const isKind = <K extends ConditionKind>(condition: Condition, kind: K): condition is ConditionOf<K> =>
  condition.kind === kind;

/** The condition that fits a definition's signal: loading has made sure of it. */
export function conditionOf<K extends ConditionKind>({ id, condition }: Definition, kind: K): ConditionOf<K> {
  if (!isKind(condition, kind)) throw new Error(`${id}: its signal needs a ${kind} condition.`);
  return condition;
}
