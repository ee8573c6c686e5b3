import type { LocalContext, VendorEmulator } from "./context.ts";

/** How far back the world of a fresh local stack goes: as far as the longest window of an alert on nightly work. */
export const historyMs = 26 * 3_600_000;

/** The whole minutes of the half hour before a time, newest first: how far back every minute is lived through. */
export function lastHalfHour(end: Date): Date[] {
  const minute = Math.floor(end.getTime() / 60_000);
  return Array.from({ length: 30 }, (_, back) => new Date((minute - back) * 60_000));
}

/**
 * Lives through what a world that had run for a day would still show, so that nothing looks missing on a fresh stack. The
 * clock must show the beginning of that day; at the end it shows real time.
 */
export async function replayHistory(
  context: LocalContext,
  vendors: readonly Pick<VendorEmulator, "past">[],
): Promise<void> {
  const { clock } = context;
  const end = new Date(context.now().getTime() - clock.offsetMs);
  const due = vendors
    .flatMap(({ past }) => (past === undefined ? [] : past.moments(end).map((at) => ({ at, live: past.live }))))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at, live } of due) {
    clock.shift(at.getTime() - context.now().getTime());
    await live(at);
  }
  clock.shift(-clock.offsetMs);
  // No client made these calls.
  context.requests.clear();
}
