/** The clock of the emulated vendors: the one thing about a drill of the local stack that no real vendor has. */
import type { Speed, Turnable } from "../../verify/drill/tempo.ts";
import { UsageError } from "../usage-error.ts";
import type { Vendors } from "./files.ts";

/**
 * Emulated seconds in a real one. `slow`: a hundred events that take a second to send still fall into one short window.
 * `steady`: between two looks passes less than the shortest alert lasts. `fast`: as fast as the emulators can.
 */
const rates: Record<Speed, number> = { slow: 20, steady: 600, fast: 10_000 };

/** How often, in milliseconds, to look while the clock runs fast. */
export const localPollMs = 100;

export interface LocalClock extends Turnable {
  /** Back to real time's pace. Where no emulator answers any more there is nothing to turn. */
  reset(): Promise<void>;
}

export function localClock({ control }: Vendors): LocalClock {
  const set = async (rate: number): Promise<void> => {
    const answer = await fetch(`${control.url}/clock`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ rate }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new UsageError(`The emulated vendors' clock cannot be turned (${answer.status}).`);
  };
  return {
    turn: (speed) => set(rates[speed]),
    reset: () => set(1).catch(() => {}),
  };
}
