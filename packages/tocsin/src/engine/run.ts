import type pulumi from "@pulumi/pulumi";
import { EngineError, explain, secretValues, wasKilled } from "./errors.ts";
import { Recorder, type Step } from "./events.ts";
import type { StackOptions } from "./options.ts";
import { endProcessesOf } from "./processes.ts";
import { withoutTraces } from "./traces.ts";

export interface RunResult {
  /** Every resource of the run, sorted by name. */
  steps: Step[];
  /** What a refresh in this run found changed at the vendor. */
  drifted: Step[];
  /** Whether anything was, or would be, changed. */
  changed: boolean;
  durationMs: number;
}

export type Run = (stack: pulumi.automation.Stack, options: RunOptions) => Promise<unknown>;
interface RunOptions {
  color: "never";
  suppressOutputs: boolean;
  suppressProgress: boolean;
  signal: AbortSignal;
  onEvent: (event: pulumi.automation.EngineEvent) => void;
}

/** A stack that this process holds and has opened. */
export interface Opened {
  run: string;
  cleared: string | null;
  restored: boolean;
}

/** How often a preview is made before it is given up that its report does not arrive. */
const previews = 3;

/**
 * One run of the engine on an opened stack. The engine reports to this process over a connection of its own, and goes on without a
 * word where it cannot make it: what it did not report is not taken for nothing. A preview is made again then.
 * Throws `EngineError` with what could not be completed, and what to do.
 */
export async function runOnce(
  options: StackOptions,
  stack: pulumi.automation.Stack,
  opened: Opened,
  noun: string,
  action: Run,
): Promise<RunResult> {
  for (let left = noun === "Preview" ? previews : 1; left > 0; left--) {
    const result = await attempt(options, stack, opened, noun, action);
    if (result !== null) return result;
  }
  throw new EngineError(
    `${noun} of stack ${options.stack} ended, but the engine's report of it did not arrive, so what it found or changed is not known.\nRun \`${options.action}\` again.`,
    { exitCode: 3 },
  );
}

/** @returns null where the report did not arrive, or not to its end */
async function attempt(
  options: StackOptions,
  stack: pulumi.automation.Stack,
  { run }: Opened,
  noun: string,
  action: Run,
): Promise<RunResult | null> {
  // A refresh changes the state alone: what it finds gone was not deleted by it.
  const recorder = new Recorder(noun === "Refresh" ? undefined : options.onProgress);
  const unread: unknown[] = [];
  const started = performance.now();
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  try {
    await withoutTraces(() =>
      action(stack, {
        color: "never",
        suppressOutputs: true,
        suppressProgress: true,
        signal: stop.signal,
        onEvent: (event) => {
          try {
            recorder.on(event);
          } catch (error) {
            // The Automation API would swallow it, and what the event told would be missing without a word.
            unread.push(error);
          }
        },
      }),
    );
  } catch (cause) {
    // A refusal is no failure of the run: it says what to do, and the engine's words add nothing.
    const refusal = options.refusal?.() ?? null;
    if (refusal !== null) throw new EngineError(refusal, { exitCode: 2 });
    // A killed engine leaves its plugins and its lock; this process knows both, so the next run need not find out.
    await endProcessesOf(run);
    if (wasKilled(cause)) await stack.cancel();
    const wording = { noun, stack: options.stack, again: options.action, total: options.resources.length };
    throw explain(cause, recorder, wording, secretValues(options.environment));
  } finally {
    release();
  }
  if (unread.length > 0) throw unread[0];
  if (recorder.heard !== "all") return null;
  return {
    steps: recorder.steps,
    drifted: recorder.drifted,
    changed: recorder.steps.some((step) => step.op !== "same" && step.op !== "refresh" && step.op !== "read"),
    durationMs: Math.round(performance.now() - started),
  };
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
