import type { LocalContext } from "../../context.ts";
import type { GroupState } from "../alerting/model.ts";
import type { Transition } from "../alerting/step.ts";
import { silencing } from "../downtimes/match.ts";
import type { Monitor } from "../monitors/model.ts";
import type { DatadogStore } from "../store.ts";
import { deliver } from "./deliver.ts";
import { type Notification, notificationOf } from "./notification.ts";

/**
 * Records what changed as events, and notifies: not for drafts, and not during a downtime. What a downtime held back is told
 * when it ends, if it is still so and the downtime says that its end is told (docs: Downtimes > Notifications).
 */
export async function announce(
  context: LocalContext,
  store: DatadogStore,
  monitor: Monitor,
  transitions: readonly Transition[],
  at: Date,
): Promise<void> {
  const seconds = Math.floor(at.getTime() / 1_000);
  const changed = new Set<GroupState>();
  for (const transition of transitions) {
    const { state, from, to } = transition;
    changed.add(state);
    const notification = notificationOf(monitor, transition);
    const begins = from === null && to === "OK";
    if (!transition.again && !begins) store.events.push(eventOf(context, monitor, transition, notification, at));
    if (!transition.tell || monitor.draftStatus === "draft") continue;
    if (silencing(store, monitor, state.group, at).length > 0) {
      state.heldBack = to !== "OK";
      continue;
    }
    await tell(context, store, state, to, notification, seconds);
  }
  for (const state of store.states.get(monitor.id)?.groups.values() ?? []) {
    if (!state.heldBack || changed.has(state) || silencing(store, monitor, state.group, at).length > 0) continue;
    state.heldBack = false;
    const { status: to, value } = state;
    if (to === null || to === "OK" || !endIsTold(store, monitor, to, at)) continue;
    const transition = { state, from: to, to, again: false, at: seconds, began: state.since, value, tell: true };
    await tell(context, store, state, to, notificationOf(monitor, transition), seconds);
  }
}

async function tell(
  context: LocalContext,
  store: DatadogStore,
  state: GroupState,
  to: Transition["to"],
  notification: Notification,
  seconds: number,
): Promise<void> {
  state.heldBack = false;
  state.told = to === "OK" ? null : to;
  state.lastNotified = seconds;
  await deliver(context, store, notification);
}

/** Whether the downtime that ended last says that a state is told at its end. */
function endIsTold(store: DatadogStore, monitor: Monitor, to: Exclude<Transition["to"], "OK">, now: Date): boolean {
  const ended = [...store.downtimes.values()].filter(
    ({ end, canceledAt, monitor: target }) =>
      ((end !== null && end <= now) || canceledAt !== null) &&
      ("id" in target
        ? target.id === monitor.id
        : target.tags.every((tag) => tag === "*" || monitor.tags.includes(tag))),
  );
  const last = ended.sort((a, b) => endOf(a) - endOf(b)).at(-1);
  if (last === undefined) return true;
  const how = last.canceledAt === null ? "expired" : "canceled";
  return last.notifyEndTypes.includes(how) && last.notifyEndStates.includes(to.toLowerCase());
}

function endOf({ end, canceledAt }: { end: Date | null; canceledAt: Date | null }): number {
  return (canceledAt ?? end)?.getTime() ?? 0;
}

const ALERT_TYPES = { OK: "success", Warn: "warning", Alert: "error", "No Data": "warning" };

function eventOf(
  context: LocalContext,
  monitor: Monitor,
  { state, to }: Transition,
  { title, text, tags }: Notification,
  at: Date,
) {
  return {
    id: context.newId(),
    title,
    text,
    tags: ["source:alert", ...tags],
    alertType: ALERT_TYPES[to],
    at,
    monitor: { id: monitor.id, name: monitor.name, type: monitor.type, query: monitor.query, group: state.name },
  };
}
