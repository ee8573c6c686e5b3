import type { GroupState, Status } from "./model.ts";
import type { Rules } from "./rules.ts";
import { statusOf } from "./threshold.ts";

/** A change of a group's state, or a reminder of it (`again`). */
export interface Transition {
  state: GroupState;
  from: Status | null;
  to: Status;
  again: boolean;
  /** Seconds since the epoch. */
  at: number;
  /** When the run of states other than OK began that it belongs to, or ends. */
  began: number | null;
  value: number | null;
  /** False for what is shown but told to nobody. */
  tell: boolean;
}

/** An alert without a limit of its own on reminders is repeated for this long (docs: Notifications > Renotification). */
const REMINDED_SECONDS = 30 * 3_600;

/**
 * Takes one group a step further, with the value of its evaluation (null for no data).
 *
 * @returns the transition or reminder that this makes, if any; the state is changed in place
 */
export function step(state: GroupState, value: number | null, rules: Rules, at: number): Transition | null {
  const next = value === null ? withoutData(state, rules, at) : withValue(state, value, rules, at);
  if (next === null) return null;
  return moveTo(state, next.status, at, next.tell, rules);
}

interface Next {
  status: Status;
  tell: boolean;
}

function withValue(state: GroupState, value: number, rules: Rules, at: number): Next {
  state.lastData = at;
  state.value = value;
  return { status: statusOf(value, state.status, rules), tell: true };
}

/** Null when nothing can be said: before the first data, or while the policy still waits. */
function withoutData(state: GroupState, rules: Rules, at: number): Next | null {
  const { policy, after } = rules.missing;
  if (policy === "zero") {
    state.value = 0;
    return { status: statusOf(0, state.status, rules), tell: true };
  }
  // "resolve" asks for data of no time: what fired without any, when nothing was zero, is OK by it too.
  if (policy === "resolve" && state.status !== null) return { status: "OK", tell: true };
  // What has never had data is not missing.
  if (state.lastData === null || state.status === null) return null;
  const { timeout } = rules;
  if (timeout !== null && state.since !== null && at - state.since >= timeout) {
    // Until there is data again, nothing is missing.
    state.lastData = null;
    return { status: "OK", tell: true };
  }
  if (at - state.lastData < after) return { status: state.status, tell: true };
  switch (policy) {
    case "keep":
      return { status: state.status, tell: true };
    case "resolve":
      return { status: "OK", tell: true };
    case "show":
      return { status: "No Data", tell: false };
    case "notify":
      return { status: "No Data", tell: true };
  }
}

/** Puts a group into a state and says whether that is a change or a reminder. */
export function moveTo(state: GroupState, to: Status, at: number, tell: boolean, rules: Rules): Transition | null {
  const from = state.status;
  if (from === to) return tell ? reminder(state, to, at, rules) : null;
  state.status = to;
  const began = state.since ?? at;
  if (to === "OK") {
    state.since = null;
    if (from !== null) state.lastResolved = at;
  } else {
    state.since ??= at;
    if (to === "No Data") state.lastNoData = at;
    else state.lastTriggered = at;
  }
  state.renotified = 0;
  // Nothing was said of the trouble, so nothing is said of its end.
  const unproven = to === "OK" && state.told === null;
  return { state, from, to, again: false, at, began, value: state.value, tell: tell && !unproven };
}

function reminder(state: GroupState, status: Status, at: number, { renotify }: Rules): Transition | null {
  if (renotify === null || state.told !== status || state.lastNotified === null) return null;
  if (!renotify.statuses.has(status.toLowerCase()) || at - state.lastNotified < renotify.interval) return null;
  if (renotify.occurrences !== null && state.renotified >= renotify.occurrences) return null;
  if (renotify.occurrences === null && at - (state.since ?? at) > REMINDED_SECONDS) return null;
  state.renotified += 1;
  return { state, from: status, to: status, again: true, at, began: state.since, value: state.value, tell: true };
}
