/**
 * How long a call that a killed run left under way may take to be carried out, in milliseconds. Vendors carry a call out within some
 * seconds; before that nothing shows it, and a run that goes on at once would make a twin, or leave what the call then does.
 */
export const underWayMs = 10_000;

/** What is said while it is waited for. */
export const waitingFor = (ms: number): string =>
  `Waiting ${ms / 1_000} s: calls of the interrupted run may still be under way`;
