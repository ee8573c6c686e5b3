import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject } from "../../model/resource.ts";
import type { SearchSignal } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { plural } from "../../shared/amounts.ts";
import { tagsOfScope } from "../context.ts";
import { drillMark } from "../fire-types.ts";
import { type DrillRun, type Firing, type Injected, needed, plain, type Target } from "../firing.ts";
import { type Method, none } from "../method.ts";
import { canShareLines, lineOf, matching } from "./found-line.ts";
import { groupState, observeMonitor } from "./observe.ts";

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;

/** The value of each group that is a drill's own. */
const own = "tocsin-drill";

/**
 * Any event of a group fires it: then there is nothing to invert, since a group without an event does not exist. Null for every
 * other search.
 */
export function firstEventMethod(signal: SearchSignal, condition: Threshold, stack: StackConfig): Method | null {
  const { origin, value, groupBy, find, scope } = signal;
  const count = condition.inclusive === true ? Math.max(1, condition.critical) : Math.floor(condition.critical) + 1;
  if (groupBy.length === 0 || value.of !== "count" || condition.comparison !== "above" || count > 1) return null;
  if (origin !== "logs") return none("its groups exist only with an event, which only its own source can send");
  if (!["ok", "zero", undefined].includes(condition.noData))
    return none("a group that a drill makes up ends afterwards, and it would tell of missing data for that");
  const groups = groupBy.map((key): [string, Json] => {
    const stated = find.fields[key];
    return [key, (stated === undefined ? undefined : matching(stated)) ?? own];
  });
  const entry = lineOf(find, groups, tagsOfScope(scope, stack));
  return { injection: { kind: "found", entry, find, group: groups.map(([key, member]) => `${key}:${member}`), count } };
}

export function foundFiring(drill: DrillRun, target: Target, injection: Injected<"found">): Firing {
  const datadog = needed(drill.datadog, "Datadog");
  const { entry, count, group } = injection;
  const marked: JsonObject = { ...entry, [drillMark]: target.token };
  return {
    ...plain,
    how: "synthetic",
    injected: `${plural(count, "log line")} such as "${String(entry.message)}"`,
    notes: [
      "Its source was not exercised: the line was made of what the definition asks for.",
      `It fired for the group ${group.join(", ")}.`,
    ],
    observe: async (fresh) => {
      const all = await observeMonitor(drill, target, fresh);
      return { ...all, ...groupState(group, all.groups) };
    },
    begin: () => datadog.sendLogs(Array.from({ length: count }, () => marked)),
    end: async () => {},
  };
}

/** Whether another search can find the same line. */
export const foundTouch = ({ find }: Injected<"found">, { signal }: Definition): boolean =>
  "find" in signal && signal.origin === "logs" && canShareLines(find, signal.find);
