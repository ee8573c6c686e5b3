/** The clock of the emulated vendors: the one thing about a drill of the local stack that no real vendor has. */
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Speed, Turnable } from "../../drill/pace.ts";
import { firesAtZero, notifiesOfSilence } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import { isMetricSignal, watchesMetrics } from "../../model/signals/facts.ts";
import { drillDirectory, localDirectory } from "../../project/emulated.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { controlCall, type Vendors } from "./files.ts";
import { runningVendors } from "./vendors.ts";

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

/** Emulated time in which the deployed probe runs each minute again before a drill lets the clock go: a short window and its delay. */
const settlingMs = 3 * 60_000;

/** The longest that a busy machine may take for the probe's runs of those minutes, in milliseconds. */
const longestSettlingMs = 60_000;

const clockAnswer = z.object({ rate: z.number(), now: z.coerce.date() });

/**
 * Turns the clock back to real time's pace where a drill was killed while it ran fast. A clock that somebody turned otherwise
 * is left alone, and so is that of a drill that is under way.
 * @returns what was done, as a sentence; null when nothing was
 */
export async function restoreClock(root: string, stack: string): Promise<string | null> {
  const { holderOf } = await import("../../engine/lock.ts");
  const holder = await holderOf(drillDirectory(root, stack), stack);
  if (holder === null || holder.alive) return null;
  const vendors = await runningVendors(localDirectory(root));
  if (vendors === null) return null;
  if ((await read(vendors)).rate === 1) return null;
  await localClock(vendors).reset();
  return `The emulated vendors' clock still ran fast after the interrupted \`${holder.action}\` of ${holder.since}; it keeps real time's pace again.`;
}

const read = async (vendors: Pick<Vendors, "control">) =>
  clockAnswer.parse(await (await controlCall(vendors, "GET", "/clock")).json());

/** Minutes between two runs of the probe while the clock is fast: they are most of what the emulators do then. */
const gap = { least: 5, most: 9 };

/** As many as leave a run in each window of an alert that tells of the probe's silence. */
export function probeGap(definitions: readonly Definition[]): number {
  const windows = definitions.flatMap((one) => silenceOf(one) ?? []);
  return Math.max(gap.least, Math.min(gap.most, ...windows.map((seconds) => Math.ceil(seconds / 60) - 1)));
}

/** Seconds without a word of the probe after which an alert may fire or notify; null where it never does. */
function silenceOf({ signal, condition }: Definition): number | null {
  // What follows from other alerts, and what is stated in the vendor's own words, may do so at once.
  if (condition.kind === "as-stated") return 0;
  const isOfProbe = isMetricSignal(signal) ? signal.source === "probe" : watchesMetrics(signal);
  if (!isOfProbe) return null;
  const fires = condition.kind === "threshold" && (condition.noData ?? "zero") === "zero" && firesAtZero(condition);
  if (!fires && !notifiesOfSilence(condition)) return null;
  return "window" in condition ? condition.window : 0;
}

/** @param cronGapMinutes between two runs of the probe while it is fast */
export function localClock(vendors: Pick<Vendors, "control">, cronGapMinutes: number = gap.least): LocalClock {
  /** Returns when it was turned, by the clock itself. */
  const set = async (rate: number, waitForCrons = false): Promise<Date> => {
    const answer = await controlCall(vendors, "PUT", "/clock", { body: { rate, waitForCrons, cronGapMinutes } });
    if (!answer.ok) throw new UsageError(`The emulated vendors' clock cannot be turned (${answer.status}).`);
    return clockAnswer.parse(await answer.json()).now;
  };
  let wasFast = false;
  return {
    turn: async (speed) => {
      wasFast ||= speed === "fast";
      await set(rates[speed]);
    },
    reset: async () => {
      try {
        const { rate } = await read(vendors);
        // A cron of every minute keeps no step with a clock that is fast, or just was: what looks at its last minutes would have no data.
        if (rate > rates.steady || (wasFast && rate > 1)) {
          // What it told before it was turned may be minutes ago, of which none had a run.
          const settledAt = (await set(rates.steady, true)).getTime() + settlingMs;
          const deadline = performance.now() + longestSettlingMs;
          while ((await read(vendors)).now.getTime() < settledAt && performance.now() < deadline)
            await delay(localPollMs);
        }
        await set(1);
      } catch {
        // Whoever looks next finds the clock fast, and turns it back.
      }
    },
  };
}
