import { z } from "zod";
import { broken } from "../model/broken.ts";
import { finding, mute, pending } from "../vendors/finding.ts";

/** A finding that exceptions.yaml lists: known, with a reason, until a day. */
const acceptedFinding = finding.extend({
  reason: z.string(),
  /** The last day on which it is accepted, in UTC: `2026-12-31`. */
  until: z.string(),
});

export type AcceptedFinding = z.infer<typeof acceptedFinding>;

/** Calls sent, by vendor, repetitions included. */
const calls = z.record(z.string(), z.number().int().nonnegative());

/** The published shape of `tocsin verify --json`. */
export const report = z.strictObject({
  stack: z.string(),
  /** ISO 8601, UTC. */
  checkedAt: z.iso.datetime(),
  /** False when anything could not be read: then an empty list of findings would not mean clean. */
  complete: z.boolean(),
  /** For what is stored at the vendors. */
  calls,
  /** For the data that alerts watch. */
  signalCalls: calls,
  /** For objects that no list shows as a whole: one for each dashboard that was changed since it was last read. */
  singleCalls: calls,
  findings: z.array(finding),
  /** Resources of the code that could be compared. */
  resources: z.int().min(0),
  accepted: z.array(acceptedFinding),
  mutes: z.array(mute),
  pending: z.array(pending),
  /** What runs though staging has not proven it, because somebody broke the glass of the gate. No finding: it is as the code says. */
  breakGlass: z.array(broken),
  /** What this stack is not set up to check, each with the reason and what to do. That leaves the report complete. */
  notChecked: z.array(z.string()),
});

export type Report = z.infer<typeof report>;

/**
 * 0 clean, 1 findings, 3 could not tell. 3 goes before 1: a script that reads 1 as "these are all" must not get an
 * incomplete list under that number. What was found is in the report all the same.
 */
export function exitCode({ complete, findings }: Report): 0 | 1 | 3 {
  if (!complete) return 3;
  return findings.length === 0 ? 0 : 1;
}
