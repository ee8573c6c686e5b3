/**
 * Runs a stack on the real engine through the Automation API: the program runs in this process, the engine and its plugins
 * in processes of their own. What comes back is plain values; nothing of the engine's text reaches the user unread.
 */

import type pulumi from "@pulumi/pulumi";
import { missingSecrets, paddedSecrets, paddedText, secretsFrom } from "../model/secrets.ts";
import { plural } from "../shared/amounts.ts";
import { messageOf } from "../shared/failure.mjs";
import { runCommand } from "./command.ts";
import { EngineError, refusedState } from "./errors.ts";
import { nameOf } from "./events.ts";
import { hasProviders, PlannedCreations, withImported } from "./imported.ts";
import {
  interruptedChanges,
  interruptedCreations,
  knownIds,
  knownUrns,
  parseState,
  type State,
  settled,
  withoutTwice,
} from "./interrupted.ts";
import { take } from "./lock.ts";
import { open } from "./open.ts";
import { commandOf, type StackOptions } from "./options.ts";
import { endProcessesOf } from "./processes.ts";
import { type Opened, type Run, type RunResult, runOnce } from "./run.ts";
import { restoreCut, stateTrouble } from "./state-file.ts";

export { EngineError } from "./errors.ts";
export type { Step } from "./events.ts";
export type { StackOptions } from "./options.ts";
export type { RunResult } from "./run.ts";

interface Interrupted {
  /** Logical names of what was being created: at the vendor, the object may or may not exist. */
  creations: string[];
  /** Of what was being updated or deleted: at the vendor, it may be as before, changed or gone. */
  changes: string[];
  /** Ids that the state does know, by logical name. */
  known: ReadonlyMap<string, string>;
}

interface RunChoice {
  /** Whether the state is first brought up to what is live, in the same run. */
  refresh?: boolean;
  /** Logical names of what is made anew though neither the code nor the state says so. */
  again?: readonly string[];
}

export interface Engine {
  up(options?: RunChoice): Promise<RunResult>;
  preview(options?: RunChoice): Promise<RunResult>;
  /** Brings the state up to what is live; changes nothing at a vendor. */
  refresh(): Promise<RunResult>;
  /** What a refresh would find. */
  previewRefresh(): Promise<RunResult>;
  destroy(): Promise<RunResult>;
  /** What an earlier run began and never ended. */
  interrupted(): Promise<Interrupted>;
  /**
   * Takes objects that exist after all into the state, by logical name and id, reads again what was being changed, and forgets the
   * rest of the interruption.
   */
  settle(found: ReadonlyMap<string, string>): Promise<void>;
  /** Ids at their vendors of everything that the state knows, by logical name. */
  known(): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes objects that were made by hand into the state, as they are, by logical name and id; no vendor is written to.
   * Names that the state knows are passed over.
   */
  importInto(ids: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Moves what another stack's state holds under these logical names into this one's; no vendor is touched. Gives the names.
   * @throws EngineError when that stack is held by somebody
   */
  takeFrom(source: string, names: ReadonlySet<string>): Promise<string[]>;
  /** What an earlier run left behind and this one cleared, as sentences; null when there was nothing. */
  readonly cleared: string | null;
  /** Whether the state is a copy of an earlier one, which may not know what was created since. */
  readonly restored: boolean;
}

/**
 * Opens a stack, does the work, and lets go of it, whatever happens. Throws `EngineError` when the stack is held by
 * somebody else, when secrets are missing, or when a run could not be completed.
 */
export async function withStack<T>(options: StackOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  const secret = secretsFrom({ ...process.env, ...options.environment });
  const missing = missingSecrets(options.resources, secret);
  if (missing.length > 0) {
    throw new EngineError(
      `Not set in the environment: ${missing.join(", ")}.\nThe definitions of stack ${options.stack} need them.`,
      {
        exitCode: 2,
      },
    );
  }
  const padded = paddedSecrets(options.resources, secret);
  if (padded.length > 0) throw new EngineError(paddedText(padded), { exitCode: 2 });
  const lock = await take(options.lockDirectory, options.stack, options.action);
  try {
    const ended = lock.abandoned === null ? 0 : await endProcessesOf(lock.abandoned.run);
    await options.beforeOpen?.();
    const { backend, project } = options;
    const restored = restoreCut({ url: backend.url ?? process.env.PULUMI_BACKEND_URL, project, stack: options.stack });
    const stack = await open(options, lock.run);
    // Only after a run of this machine was found dead: otherwise an engine lock belongs to somebody.
    if (lock.abandoned !== null) await stack.cancel();
    const left =
      lock.abandoned === null
        ? null
        : `Cleared what an interrupted \`${lock.abandoned.action}\` of ${lock.abandoned.since} left: its lock${ended === 0 ? "" : ` and ${plural(ended, "process", "processes")}`}.`;
    const cleared = [left, restored].filter((note) => note !== null).join("\n") || null;
    return await work(engineOf(options, stack, { run: lock.run, cleared, restored: restored !== null }));
  } finally {
    await lock.release();
  }
}

function engineOf(options: StackOptions, stack: pulumi.automation.Stack, opened: Opened): Engine {
  const { run, cleared, restored } = opened;
  const start = (noun: string, action: Run) => runOnce(options, stack, opened, noun, action);
  const write = (state: State) =>
    runCommand(commandOf(options, run), ["stack", "import", "--stack", options.stack], JSON.stringify(state)).catch(
      (cause: unknown) => {
        throw refusedState(cause, { stack: options.stack, again: options.action });
      },
    );
  const urnsOf = async (names: readonly string[]): Promise<string[]> =>
    names.length === 0 ? [] : knownUrns(await readState(options, run), names);
  return {
    up: async ({ refresh = false, again = [] } = {}) => {
      const replace = await urnsOf(again);
      return start("Update", (s, o) => s.up({ ...o, refresh, replace }));
    },
    preview: async ({ refresh = false, again = [] } = {}) => {
      const replace = await urnsOf(again);
      return start("Preview", (s, o) => s.preview({ ...o, refresh, replace }));
    },
    refresh: () => start("Refresh", (s, o) => s.refresh(o)),
    previewRefresh: () => start("Preview", (s, o) => s.previewRefresh(o)),
    destroy: () => start("Destroy", (s, o) => s.destroy(o)),
    interrupted: async () => {
      const state = await readState(options, run);
      return { creations: interruptedCreations(state), changes: interruptedChanges(state), known: knownIds(state) };
    },
    settle: async (found) => {
      const { state, urns } = settled(await readState(options, run), found);
      await write(state);
      if (urns.length > 0) await start("Refresh", (s, o) => s.refresh({ ...o, target: urns }));
    },
    known: async () => knownIds(await readState(options, run)),
    importInto: async (ids) => {
      const look = async () => {
        const planned = new PlannedCreations(ids.keys());
        await start("Preview", (s, o) => {
          const onEvent = (event: pulumi.automation.EngineEvent) => {
            o.onEvent(event);
            planned.on(event);
          };
          return s.preview({ ...o, onEvent });
        });
        return planned.found;
      };
      let [planned, state] = [await look(), await readState(options, run)];
      // The engine makes a new stack's providers when they are first needed, and makes nothing else for this target. It refuses a
      // state that names a provider which is not in it: where one is still missing, it is asked for again.
      for (let tries = 0; tries < 3 && !hasProviders(state, planned.values()); tries++) {
        await start("Update", (s, o) =>
          s.up({ ...o, target: [`urn:pulumi:${options.stack}::${options.project}::pulumi:providers:**`] }),
        );
        [planned, state] = [await look(), await readState(options, run)];
      }
      const { state: changed, urns } = withImported(state, planned, ids);
      if (urns.length === 0) return;
      await write(changed);
      await start("Refresh", (s, o) => s.refresh({ ...o, target: urns }));
    },
    takeFrom: (source, names) => takeFrom(options, run, source, names, write),
    cleared,
    restored,
  };
}

async function takeFrom(
  options: StackOptions,
  run: string,
  source: string,
  names: ReadonlySet<string>,
  write: (state: State) => Promise<unknown>,
): Promise<string[]> {
  const lock = await take(options.lockDirectory, source, options.action);
  try {
    const urns = (await stateOf(options, run, source))?.filter(({ urn }) => names.has(nameOf(urn))) ?? [];
    if (urns.length === 0) return [];
    // A kill between the writes of the two states leaves them in both, and the engine refuses to move what is there already.
    const own = await readState(options, run);
    const once = withoutTwice(own, urns);
    if (once !== own) await write(once);
    const words = ["state", "move", "--yes", "--source", source, "--dest", options.stack];
    await runCommand(commandOf(options, run), [...words, ...urns.map(({ urn }) => urn)]).catch((error: unknown) => {
      const said = messageOf(error);
      throw new EngineError(`What moved from stack ${source} could not be imported: ${said}`, { exitCode: 3 });
    });
    return urns.map(({ urn }) => nameOf(urn)).sort();
  } finally {
    await lock.release();
  }
}

/** What the state of another stack holds; null when it was never made. */
async function stateOf(options: StackOptions, run: string, stack: string) {
  try {
    const text = await runCommand(commandOf(options, run), ["stack", "export", "--stack", stack]);
    return (parseState(text).deployment?.resources ?? []).filter(({ id }) => id);
  } catch (error) {
    if (error instanceof Error && /no stack named/.test(error.message)) return null;
    throw error;
  }
}

async function readState(options: StackOptions, run: string): Promise<State> {
  const text = await runCommand(commandOf(options, run), ["stack", "export", "--stack", options.stack]).catch(
    (error: unknown) => {
      throw stateTrouble(messageOf(error)) ?? error;
    },
  );
  return parseState(text);
}
