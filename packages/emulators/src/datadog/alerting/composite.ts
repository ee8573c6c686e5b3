import { EVERYTHING } from "../evaluate/tags.ts";
import { monitorIds } from "../query/composite.ts";
import { groupKeys } from "../query/parse.ts";
import type { CompositeNode } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";
import type { GroupState, Status } from "./model.ts";
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
 * Of parts that group only what they have in common is considered, and a part that does not group counts for all of it. What is
 * compared are the values of tags, whatever their keys, and a group by several tags also has those of a part that groups by fewer
 * of them: `device:sda,host:a` meets `host:a`, but not `host:a,url:/` (docs: Monitors > Composite > Common reporting sources).
 * Without a common group there is no state.
 */
export function evaluateComposite(store: DatadogStore, node: CompositeNode): Map<string, CompositeResult> {
  const grouped = monitorIds(node).flatMap((id) => {
    const groups = store.states.get(id)?.groups ?? new Map<string, GroupState>();
    return groupsAtAll(store, id, groups) ? [{ id, groups, values: valuesOf(groups) }] : [];
  });
  const finest = grouped.toSorted((one, other) => keyCount(other.groups) - keyCount(one.groups))[0];
  const results = new Map<string, CompositeResult>();
  if (finest === undefined) {
    results.set(EVERYTHING, { group: new Map(), status: evaluate(store, node, new Map()) });
    return results;
  }
  for (const [name, { group }] of finest.groups) {
    const own = [...group.values()];
    const members = new Map(
      grouped.map(({ id, values }) => [id, values.find((one) => isWithin(one.values, own))?.name]),
    );
    if ([...members.values()].includes(undefined)) continue;
    results.set(name, { group, status: evaluate(store, node, members) });
  }
  return results;
}

/** Whether a part groups, though it may not have a group yet. */
function groupsAtAll(store: DatadogStore, id: number, groups: ReadonlyMap<string, GroupState>): boolean {
  const part = store.monitors.get(id);
  return groups.size > 0 ? !groups.has(EVERYTHING) : part !== undefined && groupKeys(part.parsed).length > 0;
}

const valuesOf = (groups: ReadonlyMap<string, GroupState>) =>
  [...groups].map(([name, { group }]) => ({ name, values: [...group.values()] }));

function keyCount(groups: ReadonlyMap<string, GroupState>): number {
  for (const { group } of groups.values()) return group.size;
  return 0;
}

/** Whether all values stand in others, each as often. */
function isWithin(values: readonly string[], others: readonly string[]): boolean {
  const left = [...others];
  return values.every((value) => {
    const at = left.indexOf(value);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** The group of each part that groups, by the part's id. */
type Members = ReadonlyMap<number, string | undefined>;

function evaluate(store: DatadogStore, node: CompositeNode, members: Members): Status {
  switch (node.type) {
    case "monitor":
      return partStatus(store, node.id, members.get(node.id));
    case "not": {
      const status = evaluate(store, node.operand, members);
      if (status === "No Data") return status;
      return status === "OK" ? "Alert" : "OK";
    }
    case "and":
    case "or": {
      const left = evaluate(store, node.left, members);
      const right = evaluate(store, node.right, members);
      const worse = severity(left) >= severity(right) ? left : right;
      const milder = worse === left ? right : left;
      return node.type === "and" ? milder : worse;
    }
  }
}

function partStatus(store: DatadogStore, id: number, group: string | undefined): Status {
  const state = store.states.get(id);
  if (state === undefined) return "No Data";
  const own = group === undefined ? undefined : state.groups.get(group)?.status;
  return own ?? overallOf(state);
}
