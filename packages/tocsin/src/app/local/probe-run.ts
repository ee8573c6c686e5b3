/** The first run of the probe on the local stack: by its cron, as every other one. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../shared/progress.ts";
import { localClock } from "./clock.ts";
import type { Vendors } from "./files.ts";
import { countsOf } from "./vendors.ts";

/** On a busy machine the database alone takes that long to start. */
const limitMs = 60_000;

/**
 * Lets the emulated minute end in which the probe was deployed, and its cron's call be answered: nobody waits a minute for
 * that. False when it has not answered within the limit.
 */
export async function letProbeRun(vendors: Vendors, log: Log): Promise<boolean> {
  const calls = async (which: "Begun" | "Answered") =>
    (await countsOf(vendors))?.vercel?.[`functionCalls${which}`] ?? 0;
  const clock = localClock(vendors);
  const deadline = performance.now() + limitMs;
  const wait = async (which: "Begun" | "Answered", most: number): Promise<boolean> => {
    while ((await calls(which)) <= most) {
      if (performance.now() > deadline) return false;
      log.update("Waiting for the first run of the probe");
      await sleep(50);
    }
    return true;
  };
  if ((await calls("Answered")) > 0) return true;
  try {
    await clock.turn("slow");
    if (!(await wait("Begun", 0))) return false;
  } finally {
    await clock.reset();
  }
  return wait("Answered", 0);
}
