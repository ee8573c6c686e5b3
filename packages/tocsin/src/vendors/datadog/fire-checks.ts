import type { ConditionOf } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import { isServiceCheck, type ServiceCheck } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { plural } from "../../shared/amounts.ts";
import { tagsOfScope } from "../context.ts";
import { type DrillRun, type Firing, type Injected, needed, plain, type Target } from "../firing.ts";
import { checkRunPath } from "./fire.ts";
import { groupState, observeMonitor } from "./observe.ts";

/** Runs of service checks as an agent reports them, of a host that no agent runs on. */

/** A name that no host has: what it reports is a drill's. */
const host = "tocsin-drill";

/** As many runs as it takes, of a group of the drill's own: the agent of one that exists would report beside it. */
export function checkInjection(
  { check, scope, tags, groupBy }: ServiceCheck,
  { failures, recoverAfter = 1 }: ConditionOf<"consecutive-failures">,
  stack: StackConfig,
): Injected<"check-runs"> {
  const own = Object.entries(tags).map(([key, value]) => `${key}:${[value].flat()[0]}`);
  return {
    kind: "check-runs",
    check,
    tags: [...tagsOfScope(scope, stack), ...own],
    group: groupBy.map((key) => `${key}:${host}`),
    failures,
    passes: recoverAfter,
  };
}

/** Seconds between two runs: an agent's checks run every 15 (docs: Agent, `min_collection_interval`). */
const between = 15;

/** The body of `POST /api/v1/check_run`: runs up to now, which the intake takes for ten minutes. */
export function checkRuns(
  { check, tags, group, failures, passes }: Injected<"check-runs">,
  which: "failures" | "passes",
  { now, token }: { now: number; token: string },
): JsonObject[] {
  const [count, status] = which === "failures" ? [failures, 2] : [passes, 0];
  return Array.from({ length: count }, (_, n) => ({
    check,
    host_name: host,
    status,
    tags: [...tags, ...group.filter((tag) => !tag.startsWith("host:"))],
    message: `tocsin drill ${token}`,
    timestamp: now - (count - 1 - n) * between,
  }));
}

/** Undoing it is a matter of runs that are OK: without them the group would fire for good. */
export function checkFiring(drill: DrillRun, target: Target, injection: Injected<"check-runs">): Firing {
  const datadog = needed(drill.datadog, "Datadog");
  const runs = (which: "failures" | "passes") =>
    checkRuns(injection, which, { now: Math.floor(Date.now() / 1000), token: target.token });
  const pass = () => datadog.sendCheckRuns(runs("passes"));
  let change: number | null = null;
  return {
    ...plain,
    how: "synthetic",
    injected: `${plural(injection.failures, "critical run")} of ${injection.check}`,
    notes: [`The agent was not exercised: the runs are of a host of the drill's own (${host}).`],
    observe: async (fresh) => {
      const all = await observeMonitor(drill, target, fresh);
      if (injection.group.length === 0) return all;
      // Before its first run the group is not there: nothing of it fires.
      return { ...all, ...(groupState(injection.group, all.groups) ?? { state: "no-data", triggeredAt: null }) };
    },
    begin: async () => {
      const passes = runs("passes").map(({ timestamp: _, ...run }) => run);
      const what = `${injection.check} of ${target.definition.id}`;
      change = drill.journal.change({ vendor: "datadog", what, method: "POST", path: checkRunPath, body: { passes } });
      await datadog.sendCheckRuns(runs("failures"));
    },
    end: async () => {
      if (change === null) return;
      await pass();
      drill.journal.restored(change);
      change = null;
    },
    settle: pass,
  };
}

/** Whether another definition watches the same check. */
export const checkTouch = ({ check }: Injected<"check-runs">, { signal }: Definition): boolean =>
  isServiceCheck(signal) && signal.check === check;
