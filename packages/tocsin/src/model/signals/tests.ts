import { z } from "zod";
import type { Condition } from "../condition.ts";
import { type Fault, fault } from "../fault.ts";
import { readableDuration } from "../units.ts";
import { wholeSeconds } from "./common.ts";

/** What all synthetic tests of Datadog's have alike: where and how often they run, and what is made of failing runs. */

/** Seconds; fractions are milliseconds. */
export const within = z.number().positive().max(60);

export const testShape = {
  /** Where it runs from; left out: `tocsin:datadog.locations` of the stack file. */
  locations: z
    .array(z.string().regex(/^(?:aws|azure|gcp|pl):/, "a location is named as in aws:eu-central-1"))
    .min(1)
    .optional(),
  /** It does not run, and fires never, until this is taken out. */
  paused: z.literal(true).optional(),
  /** Seconds between two runs. */
  every: wholeSeconds.min(30).max(604_800),
  /** Repeats of a failed run before it counts as failed, and the seconds between; left out: one, after 5 s. */
  retry: z.strictObject({ count: z.number().int().min(0).max(3), seconds: z.number().min(0.1).max(5) }).optional(),
};

/**
 * No option says "n failures in a row". The time failing is counted from the first failing run, so one that lies between the
 * (n-1)th and the nth interval is reached by n runs in a row and by no fewer; the first needs none. All in seconds.
 */
export const failingTime = (failures: number, every: number): number =>
  failures === 1 ? 0 : Math.round((failures - 0.5) * every);

/** Seconds for which a synthetic test may have to fail before it fires (specification: `min_failure_duration`). */
export const longestFailing = 7200;

interface Tested {
  every: number;
  failingFor?: number | undefined;
}

/** How often tests must fail and pass: they recover with the first run that passes everywhere. */
export function testRuns({ every, failingFor }: Tested, condition: Condition): Fault[] {
  if (condition.kind !== "consecutive-failures") return [];
  const faults: Fault[] = [];
  if (condition.recoverAfter !== undefined) {
    const message = "a synthetic test of Datadog's has recovered with the first run that passes";
    faults.push(fault("model/condition", "condition.recoverAfter", message, "Leave it out."));
  }
  const time = failingTime(condition.failures, every);
  if (time > longestFailing && failingFor === undefined) {
    const message = `${condition.failures} failures in a row, one every ${readableDuration(every)}, take longer than the ${readableDuration(longestFailing)} that Datadog waits for`;
    const remedy = "Let one failure be enough, which its retry asks about again, or run it more often.";
    faults.push(fault("model/condition", "condition.failures", message, remedy));
  }
  return faults;
}
