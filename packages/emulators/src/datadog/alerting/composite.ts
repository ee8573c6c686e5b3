import { EVERYTHING } from "../evaluate/tags.ts";
import { monitorIds } from "../query/composite.ts";
import type { CompositeNode } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";
import type { Status } from "./model.ts";
import { overallOf, severity } from "./state.ts";

/** What a composite monitor makes of its parts for one group. */
export interface CompositeResult {
  group: ReadonlyMap<string, string>;
  status: Status;
}

/**
 * Evaluates a composite monitor from the states of its parts, as the vendor's table of composite states has it: of two
 * parts AND takes the milder state and OR the worse one, missing data being worse than OK and milder than a warning.
 *
 * Parts that group are compared group by group, where their groups have the same names; a part that does not counts for every group.
 */
export function evaluateComposite(store: DatadogStore, node: CompositeNode): Map<string, CompositeResult> {
  const grouped = monitorIds(node).flatMap((id) => {
    const groups = store.states.get(id)?.groups ?? new Map();
    return groups.size === 0 || groups.has(EVERYTHING) ? [] : [groups];
  });
  const [first, ...others] = grouped;
  const results = new Map<string, CompositeResult>();
  if (first === undefined) {
    results.set(EVERYTHING, { group: new Map(), status: evaluate(store, node, null) });
    return results;
  }
  for (const [name, { group }] of first) {
    if (others.every((groups) => groups.has(name))) results.set(name, { group, status: evaluate(store, node, name) });
  }
  return results;
}

function evaluate(store: DatadogStore, node: CompositeNode, group: string | null): Status {
  switch (node.type) {
    case "monitor":
      return partStatus(store, node.id, group);
    case "not": {
      const status = evaluate(store, node.operand, group);
      if (status === "No Data") return status;
      return status === "OK" ? "Alert" : "OK";
    }
    case "and":
    case "or": {
      const left = evaluate(store, node.left, group);
      const right = evaluate(store, node.right, group);
      const worse = severity(left) >= severity(right) ? left : right;
      const milder = worse === left ? right : left;
      return node.type === "and" ? milder : worse;
    }
  }
}

function partStatus(store: DatadogStore, id: number, group: string | null): Status {
  const state = store.states.get(id);
  if (state === undefined) return "No Data";
  const own = group === null ? undefined : state.groups.get(group)?.status;
  return own ?? overallOf(state);
}
