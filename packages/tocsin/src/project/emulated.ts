/** Which stack runs on the emulated vendors of this machine: `local` always, another while `tocsin local up --stack` runs for it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { wholeStack } from "./stack-file.ts";

/** Name of the stack that never runs anywhere else. */
export const localStack = "local";

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of what runs on this machine: `.local` in the project, or what TOCSIN_LOCAL_DIR names (tests have one each). */
export function localDirectory(root: string, environment: Environment = process.env): string {
  return path.resolve(root, environment.TOCSIN_LOCAL_DIR || ".local");
}

const bound = z.object({ stack: z.string() });

/** The stack whose accounts the emulated vendors hold; null when none were started, or nothing tells. */
function boundStack(root: string, environment: Environment): string | null {
  try {
    const text = readFileSync(path.join(localDirectory(root, environment), "vendors.json"), "utf8");
    return bound.parse(JSON.parse(text)).stack;
  } catch {
    return null;
  }
}

/** Whether a stack, or the one that a shard is a part of, runs on the emulated vendors. */
export function onEmulators(root: string, stack: string, environment: Environment = process.env): boolean {
  if (stack === localStack) return true;
  const holds = boundStack(root, environment);
  return holds !== null && (holds === stack || holds === wholeStack(root, stack));
}

/**
 * Where the journal and the receipts of a stack's drills are. What a rehearsal on emulated vendors leaves must never be taken for
 * what a drill at the real ones left.
 */
export function drillDirectory(root: string, stack: string): string {
  const directory = localDirectory(root, process.env);
  return stack !== localStack && onEmulators(root, stack) ? path.join(directory, "rehearsal") : directory;
}
