/** Updates a stack: settles it, shows the plan where somebody has to agree, and lets the engine work. */

import type { RunResult } from "../engine/engine.ts";
import { localDirectory, onEmulators } from "../project/emulated.ts";
import type { Log } from "../shared/progress.ts";
import { printable } from "../verify/render.ts";
import { breakGlassVariable } from "./gate.ts";
import { readVendors } from "./local/files.ts";
import { projectsToRedeploy, redeploy } from "./local/redeploy.ts";
import { onEngine } from "./on-engine.ts";
import { type Prepared, prepareStack } from "./prepare-stack.ts";
import { settleBegun, settleStack } from "./settle-stack.ts";
import { superseded } from "./superseded.ts";

interface Update {
  stack: string;
  /** Whether everything is read at its vendor first. */
  refresh: boolean;
  evidence?: string | undefined;
  breakGlass?: string | undefined;
}

interface Ask {
  log: Log;
  /** Told what was settled before the update, a sentence each. */
  notes: (sentences: readonly string[]) => void;
  /**
   * Asked with the plan before anything is changed; false: there is nothing to do. Throws when the update must not be.
   * Null where nobody has to agree.
   */
  agree: ((plan: RunResult, gate: Prepared["gate"]) => Promise<boolean>) | null;
}

/**
 * Updates a stack and, on the local stack, deploys the apps whose secrets changed.
 * @returns the update; the plan where nobody wanted more
 * @throws UsageError, ConfigurationError, VendorError, EngineError
 */
export async function updateStack(root: string, update: Update, { log, notes, agree }: Ask) {
  const { stack, refresh, ...given } = update;
  const typed = typedUp(stack, { ...given, breakGlass: given.breakGlass ?? process.env[breakGlassVariable] });
  const prepared = await prepareStack(root, stack, typed, log, given);
  const { project, options } = prepared;
  const run = await onEngine(options, async (engine) => {
    const settled = await settleStack(engine, prepared, log);
    log.clear();
    notes(settled);
    const again = refresh ? await superseded(engine, options, project) : [];
    if (agree !== null) {
      const plan = await engine.preview({ refresh, again });
      log.clear();
      if (!(await agree(plan, prepared.gate))) return plan;
    }
    // The engine compares definitions with what it remembers; only a refresh shows it what was changed elsewhere since.
    return engine.up({ refresh, again });
  });
  if (onEmulators(root, stack)) await redeployLocal(root, projectsToRedeploy(project.resources, run.steps));
  log.clear();
  return { run, prepared };
}

/**
 * Deletes at the vendors all that a stack has provisioned, with what an interrupted run created.
 * @param notes told what was settled before, a sentence each
 * @throws VendorError, EngineError
 */
export function destroyStack({ options }: Prepared, { log, notes }: Pick<Ask, "log" | "notes">): Promise<RunResult> {
  return onEngine(options, async (engine) => {
    const settled = await settleBegun(engine, options, log);
    log.clear();
    notes([engine.cleared, settled].flatMap((note) => note ?? []));
    return engine.destroy();
  });
}

/** The apps that the emulated vendors watch have no pipeline of their own that would deploy them with their new secrets. */
async function redeployLocal(root: string, projects: readonly string[]): Promise<void> {
  const vendors = projects.length === 0 ? null : await readVendors(localDirectory(root));
  if (vendors !== null) await redeploy(vendors, projects);
}

/** A word as it is typed in a shell. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}

/** `tocsin up` as it is typed to go through the same gate again; without what is already the default. */
export function typedUp(
  stack: string,
  { evidence, breakGlass }: { evidence?: string | undefined; breakGlass?: string | null | undefined },
): string {
  const words = ["tocsin", "up", "--stack", stack];
  if (evidence) words.push("--evidence", quoted(evidence));
  if (breakGlass) words.push("--break-glass", quoted(printable(breakGlass)));
  return words.join(" ");
}
