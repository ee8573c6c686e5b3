/**
 * Runs a stack on the real engine through the Automation API: the program runs in this process, the engine and its plugins
 * in processes of their own. What comes back is plain values; nothing of the engine's text reaches the user unread.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pulumi from "@pulumi/pulumi";
import type { Resource } from "../src/model/resource.ts";
import type { GateCheck, GateReport } from "../src/verify/gate/gate.ts";
import { hasProviders, PlannedCreations, withAdopted } from "./engine/adopt.ts";
import { type CommandOptions, runCommand } from "./engine/command.ts";
import { EngineError, explain, secretValues, wasKilled } from "./engine/errors.ts";
import { type Progress, Recorder, type Step } from "./engine/events.ts";
import { interruptedCreations, knownIds, parseState, type State, settled } from "./engine/interrupted.ts";
import { take } from "./engine/lock.ts";
import { endProcessesOf } from "./engine/processes.ts";
import { type Backend, engineEnvironment } from "./engine/settings.ts";
import { GateClosed } from "./gate.ts";
import { gatedProgram } from "./gated.ts";
import { missingSecrets, secretsFrom } from "./secrets.ts";

export { EngineError } from "./engine/errors.ts";
export type { Step } from "./engine/events.ts";

export interface StackOptions {
  /** Folder of `Pulumi.yaml` and of the stack files. */
  root: string;
  stack: string;
  /** The stack that this one is a shard of, whose rules hold for it; `stack` when left out. */
  environmentName?: string;
  resources: readonly Resource[];
  /** Credentials, base URLs and secrets of the run; they win over what the shell has. */
  environment: Readonly<Record<string, string>>;
  backend: Backend;
  /** The engine's executable, from `ensureEngine`; a bare `pulumi` is looked up on PATH. */
  command: string;
  /** Folder where it is recorded who runs the stack. */
  lockDirectory: string;
  /** The user's command, such as `tocsin up --stack local`. */
  action: string;
  onProgress?: Progress | undefined;
  /** What the stack's updates are judged by; left out for a stack without a gate. */
  gate?: GateCheck | undefined;
  /** Done once the stack is taken and before its state is opened. */
  beforeOpen?: () => Promise<void>;
}

export interface RunResult {
  /** Every resource of the run, sorted by name. */
  steps: Step[];
  /** What a refresh in this run found changed at the vendor. */
  drifted: Step[];
  /** Whether anything was, or would be, changed. */
  changed: boolean;
  durationMs: number;
  /** What the stack's gate said; null without one, and when the program was not run. */
  gate: GateReport | null;
}

/** What the program of the last run heard from the gate. */
interface Heard {
  gate: GateReport | null;
  closed: GateClosed | null;
}

interface Interrupted {
  /** Logical names. */
  creations: string[];
  /** Ids that the state does know, by logical name. */
  known: ReadonlyMap<string, string>;
}

export interface Engine {
  up(): Promise<RunResult>;
  preview(options?: { refresh?: boolean }): Promise<RunResult>;
  /** Brings the state up to what is live; changes nothing at a vendor. */
  refresh(): Promise<RunResult>;
  /** What a refresh would find. */
  previewRefresh(): Promise<RunResult>;
  destroy(): Promise<RunResult>;
  /** Creations that an earlier run began and never ended: at the vendor, the object may or may not exist. */
  interrupted(): Promise<Interrupted>;
  /** Takes objects that exist after all into the state, by logical name and id, and forgets the rest of the interruption. */
  settle(found: ReadonlyMap<string, string>): Promise<void>;
  /** Ids at their vendors of everything that the state knows, by logical name. */
  known(): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes objects that were made by hand into the state, as they are, by logical name and id; no vendor is written to.
   * Names that the state knows are passed over.
   */
  adopt(ids: ReadonlyMap<string, string>): Promise<void>;
  /** What an earlier run left behind and this one cleared, as a sentence; null when there was nothing. */
  readonly cleared: string | null;
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
  const lock = await take(options.lockDirectory, options.stack, options.action);
  try {
    const ended = lock.abandoned === null ? 0 : await endProcessesOf(lock.abandoned.run);
    await options.beforeOpen?.();
    const heard: Heard = { gate: null, closed: null };
    const stack = await open(options, lock.run, heard);
    // Only after a run of this machine was found dead: otherwise an engine lock belongs to somebody.
    if (lock.abandoned !== null) await stack.cancel();
    const cleared =
      lock.abandoned === null
        ? null
        : `Cleared what an interrupted \`${lock.abandoned.action}\` of ${lock.abandoned.since} left: its lock and ${ended} process(es).`;
    return await work(engineOf(options, stack, { run: lock.run, cleared, heard }));
  } finally {
    await lock.release();
  }
}

async function open(options: StackOptions, run: string, heard: Heard): Promise<pulumi.automation.Stack> {
  const environment = { ...options.environment, ...engineEnvironment(options.backend, run) };
  if (options.backend.url?.startsWith("file:")) await mkdir(fileURLToPath(options.backend.url), { recursive: true });
  try {
    return await pulumi.automation.LocalWorkspace.createOrSelectStack(
      {
        stackName: options.stack,
        projectName: "tocsin",
        program: async () => {
          const secret = secretsFrom({ ...process.env, ...options.environment });
          const told = (report: GateReport) => {
            heard.gate = report;
          };
          try {
            return {
              ...(await gatedProgram(options.resources, {
                stack: options.environmentName ?? options.stack,
                secret,
                gate: options.gate,
                told,
              })),
            };
          } catch (error) {
            if (error instanceof GateClosed) heard.closed = error;
            throw error;
          }
        },
      },
      { workDir: options.root, envVars: environment, pulumiCommand: await engineCommand(options.command) },
    );
  } catch (cause) {
    const wording = { noun: "Opening", stack: options.stack, again: options.action, total: 0 };
    throw explain(cause, new Recorder(), wording, secretValues(options.environment));
  }
}

/** The Automation API takes an installation folder or PATH, not a file: so the file's folder goes first on PATH. */
async function engineCommand(command: string): Promise<pulumi.automation.PulumiCommand> {
  if (path.isAbsolute(command)) {
    const folders = (process.env.PATH ?? "").split(path.delimiter);
    const own = path.dirname(command);
    if (folders[0] !== own) process.env.PATH = [own, ...folders].join(path.delimiter);
  }
  return pulumi.automation.PulumiCommand.get();
}

type Run = (stack: pulumi.automation.Stack, options: RunOptions) => Promise<unknown>;
interface RunOptions {
  color: "never";
  suppressOutputs: boolean;
  suppressProgress: boolean;
  signal: AbortSignal;
  onEvent: (event: pulumi.automation.EngineEvent) => void;
}

interface Opened {
  run: string;
  cleared: string | null;
  heard: Heard;
}

function engineOf(options: StackOptions, stack: pulumi.automation.Stack, opened: Opened): Engine {
  const { run, cleared } = opened;
  const start = (noun: string, action: Run) => runOnce(options, stack, opened, noun, action);
  const write = (state: State) =>
    runCommand(commandOf(options, run), ["stack", "import", "--stack", options.stack], JSON.stringify(state));
  return {
    up: () => start("Update", (s, o) => s.up(o)),
    preview: (how) => start("Preview", (s, o) => s.preview({ ...o, refresh: how?.refresh === true })),
    refresh: () => start("Refresh", (s, o) => s.refresh(o)),
    previewRefresh: () => start("Preview", (s, o) => s.previewRefresh(o)),
    destroy: () => start("Destroy", (s, o) => s.destroy(o)),
    interrupted: async () => {
      const state = await readState(options, run);
      return { creations: interruptedCreations(state), known: knownIds(state) };
    },
    settle: async (found) => {
      const { state, urns } = settled(await readState(options, run), found);
      await write(state);
      if (urns.length > 0) await start("Refresh", (s, o) => s.refresh({ ...o, target: urns }));
    },
    known: async () => knownIds(await readState(options, run)),
    adopt: async (ids) => {
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
      if (!hasProviders(state, planned.values())) {
        // The engine makes a new stack's providers when they are first needed, and makes nothing else for this target.
        await start("Update", (s, o) =>
          s.up({ ...o, target: [`urn:pulumi:${options.stack}::tocsin::pulumi:providers:**`] }),
        );
        [planned, state] = [await look(), await readState(options, run)];
      }
      const { state: changed, urns } = withAdopted(state, planned, ids);
      if (urns.length === 0) return;
      await write(changed);
      await start("Refresh", (s, o) => s.refresh({ ...o, target: urns }));
    },
    cleared,
  };
}

async function readState(options: StackOptions, run: string): Promise<State> {
  return parseState(await runCommand(commandOf(options, run), ["stack", "export", "--stack", options.stack]));
}

function commandOf({ command, root, environment, backend }: StackOptions, run: string): CommandOptions {
  return { command, cwd: root, environment: { ...environment, ...engineEnvironment(backend, run) } };
}

async function runOnce(
  options: StackOptions,
  stack: pulumi.automation.Stack,
  { run, heard }: Opened,
  noun: string,
  action: Run,
): Promise<RunResult> {
  heard.gate = null;
  heard.closed = null;
  const recorder = new Recorder(options.onProgress);
  const started = performance.now();
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  try {
    await action(stack, {
      color: "never",
      suppressOutputs: true,
      suppressProgress: true,
      signal: stop.signal,
      onEvent: (event) => recorder.on(event),
    });
  } catch (cause) {
    refuseIfClosed(heard);
    // A killed engine leaves its plugins and its lock; this process knows both, so the next run need not find out.
    await endProcessesOf(run);
    if (wasKilled(cause)) await stack.cancel();
    const wording = { noun, stack: options.stack, again: options.action, total: options.resources.length };
    throw explain(cause, recorder, wording, secretValues(options.environment));
  } finally {
    release();
  }
  return {
    steps: recorder.steps,
    drifted: recorder.drifted,
    changed: recorder.steps.some((step) => step.op !== "same" && step.op !== "refresh" && step.op !== "read"),
    durationMs: Math.round(performance.now() - started),
    gate: heard.gate,
  };
}

/** A refusal is no failure of the run: it says what to do, and the engine's words add nothing. */
function refuseIfClosed({ closed }: Heard): void {
  if (closed !== null) throw new EngineError(closed.message, { exitCode: 2 });
}

/**
 * An interrupt stops the engine in order, so that its state says what was done; this process ends when the engine has.
 * From a terminal the engine gets the interrupt by itself, and a second one would stop it at once.
 */
function onInterrupt(stop: () => void): () => void {
  const fromTerminal = process.stdin.isTTY === true;
  const interrupt = () => {
    if (!fromTerminal) stop();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", stop);
  return () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", stop);
  };
}
