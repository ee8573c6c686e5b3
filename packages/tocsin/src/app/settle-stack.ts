import type { Engine, RunResult } from "../engine/engine.ts";
import { takeOver } from "../project/adopted.ts";
import type { Log } from "../shared/progress.ts";
import { connectTo } from "./connect.ts";
import { settleInterrupted } from "./interrupted.ts";
import { takeFromShards } from "./moved.ts";
import type { Prepared } from "./prepare-stack.ts";
import { vendorsAnswer } from "./vendors-answer.ts";

/**
 * Looks whether the vendors can be worked with, puts a stack in order after an interrupted run, if there was one, and takes over what was adopted, so that a plan or an
 * update begins from what exists.
 * Returns what was mended, as sentences for the user.
 * @throws VendorsNotReady, VendorError
 */
export async function mend(engine: Engine, { options, project }: Prepared, log: Log): Promise<string[]> {
  log.update("Looking for what an interrupted run left");
  const vendors = new Set(options.resources.map(({ vendor }) => vendor));
  const connections = await connectTo(options.root, options.stack, vendors, process.env);
  await vendorsAnswer(connections, options.resources, options.action);
  const settled = await settleInterrupted(engine, options.resources, connections);
  const moved = await takeFromShards(engine, { options, project });
  const taken = await takeOver(engine, project.adopted);
  return [engine.cleared, settled, moved, taken].flatMap((note) => note ?? []);
}

/** Mends and updates. */
export async function bringUp(
  engine: Engine,
  prepared: Prepared,
  log: Log,
): Promise<{ run: RunResult; notes: string[] }> {
  const notes = await mend(engine, prepared, log);
  log.update(`Bringing stack ${prepared.options.stack} up`);
  return { run: await engine.up(), notes };
}
