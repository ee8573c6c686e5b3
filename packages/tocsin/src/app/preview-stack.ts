/** What an update of a stack would change. */
import { z } from "zod";
import type { RunResult } from "../engine/engine.ts";
import { type GateReport, gateReport } from "../gate/gate.ts";
import { stillToImport } from "../project/imported.ts";
import type { Log } from "../shared/progress.ts";
import { onEngine } from "./on-engine.ts";
import { prepareStack } from "./prepare-stack.ts";
import { superseded } from "./superseded.ts";

interface Preview {
  stack: string;
  /** Whether everything is read at its vendor first. */
  refresh: boolean;
  evidence?: string | undefined;
  /** A file of compiled resources in place of the project's own. */
  compiled?: string | undefined;
}

/**
 * Previews a stack; nothing is changed.
 * @returns the plan, in which what the update imports is shown as imported; what the gate says of it; and of how many resources it is
 * not known what an interrupted run made of them
 * @throws UsageError, ConfigurationError, VendorError, EngineError
 */
export async function previewStack(root: string, { stack, refresh, ...given }: Preview, log: Log) {
  const prepared = await prepareStack(root, stack, `tocsin preview --stack ${stack}`, log, given);
  const { run, open, left } = await onEngine(prepared.options, async (engine) => ({
    left: await engine.interrupted(),
    run: await engine.preview({
      refresh,
      again: refresh ? await superseded(engine, prepared.options, prepared.project) : [],
    }),
    open: await stillToImport(engine, prepared.project.imported),
  }));
  log.clear();
  // What is read at its vendor is known again; whether something was created, only an update finds out.
  const unknown = left.creations.length + (refresh ? 0 : left.changes.length);
  return { run: withImports(run, open), gate: prepared.gate.said(), unknown };
}

/** The engine does not know yet that these exist: it would create them. */
function withImports(run: RunResult, open: ReadonlySet<string>): RunResult {
  const steps = run.steps.map((step) =>
    step.op === "create" && open.has(step.name) ? { ...step, op: "import" as const } : step,
  );
  return { ...run, steps };
}

const op = z.enum(["same", "create", "update", "replace", "delete", "read", "refresh", "import"]);

/** Shape of `tocsin preview --json`. Paths of what differs, never values. */
export const previewShape = z.object({
  stack: z.string(),
  changed: z.boolean(),
  durationMs: z.number(),
  /** Each resource with what would happen to it. */
  steps: z.array(
    z.object({ op, name: z.string(), type: z.string(), id: z.string().nullable(), changed: z.array(z.string()) }),
  ),
  /** With `--refresh`: what is live and differs from the state. */
  drifted: z.array(z.object({ name: z.string(), gone: z.boolean(), changed: z.array(z.string()) })),
  /** What the stack's gate would say of the update; null for a stack without a gate. */
  gate: gateReport.nullable(),
});

/** The published form of a preview. */
export function previewJson(stack: string, run: RunResult, gate: GateReport | null): z.infer<typeof previewShape> {
  return {
    stack,
    changed: run.changed,
    durationMs: run.durationMs,
    steps: run.steps.map(({ op, name, type, id, changed }) => ({ op, name, type, id, changed })),
    drifted: run.drifted.map((step) => ({ name: step.name, gone: step.op === "delete", changed: step.changed })),
    gate,
  };
}
