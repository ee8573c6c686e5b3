import { z } from "zod";
import { broken } from "../model/broken.ts";
import { backtests } from "./backtest.ts";
import { change } from "./change.ts";
import { cost } from "./cost.ts";
import { objectChange } from "./objects.ts";
import { place } from "./places.ts";

/** One of the two states that are compared. */
const side = z.strictObject({
  /** As it was asked for: a branch, a commit, a file. */
  name: z.string(),
  /** Of git, where it is known. */
  commit: z.string().nullable(),
  definitions: z.number().int(),
  objects: z.number().int(),
});

/** Like a problem of lint, without the source line. */
const problem = z.strictObject({
  rule: z.string(),
  severity: z.string(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  definition: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
});

/** The published shape of `tocsin review --json`. */
export const review = z.strictObject({
  stack: z.string(),
  /** Null when it could not be compiled or read: then `unknown` says why, and everything of the head is listed as added. */
  base: side.nullable(),
  head: side,
  /** What could not be told, each with the reason and what to do. The base is among them only by `base: null`. */
  unknown: z.array(z.string()),
  /** What was left out on purpose or for want of something that nobody must have. */
  notes: z.array(z.string()),
  /** The most dangerous first. */
  changes: z.array(change),
  objects: z.array(objectChange),
  /** In the vendors' units, what differs; empty where the change costs nothing more or less. */
  cost: z.array(cost),
  /** Null when lint was not run on both. */
  lint: z.strictObject({ new: z.array(problem), gone: z.number().int() }).nullable(),
  /** How the changed ones would have behaved, before and after; null when no history was looked at. */
  backtests: backtests.nullable(),
  /** What runs in this stack although staging has not proven it, and the reason that was given; null: not looked at. */
  breakGlass: z.array(broken).nullable(),
  /** Definitions that staging has not proven as they now are: their evidence, if there is one, is about something else. */
  unproven: z.array(z.string()),
  /** Where the definitions that are named above stand in the code, by id; those that are not known are left out. */
  places: z.record(z.string(), place),
});

export type Review = z.infer<typeof review>;

/**
 * 0 nothing dangerous; 1 something dangerous, or a new error of lint; 3 the base could not be compared. 3 goes before 1: what
 * is dangerous may be more than what is listed.
 */
export function exitCode({ unknown, changes, lint }: Review): 0 | 1 | 3 {
  if (unknown.length > 0) return 3;
  const errors = lint?.new.some(({ severity }) => severity === "error") ?? false;
  return errors || changes.some(({ weight }) => weight === "dangerous") ? 1 : 0;
}
