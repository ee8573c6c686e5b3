/** `tocsin up`, `tocsin preview`, `tocsin destroy`: a stack on the engine, with credentials from the environment. */
import type { Command } from "commander";
import { createColors } from "picocolors";
import { z } from "zod";
import { breakGlassVariable } from "../../app/gate.ts";
import { localDirectory, readVendors } from "../../app/local/files.ts";
import { projectsToRedeploy, redeploy } from "../../app/local/redeploy.ts";
import { objectsOf, objectTables } from "../../app/objects.ts";
import { onEngine, type RunResult } from "../../app/on-engine.ts";
import { localStack, prepareStack } from "../../app/prepare-stack.ts";
import { previewText, runSummary } from "../../app/run-text.ts";
import { mend } from "../../app/settle-stack.ts";
import { displaced } from "../../app/superseded.ts";
import { typedUp } from "../../app/update-stack.ts";
import { type GateReport, gateReport } from "../../gate/gate.ts";
import { renderGate } from "../../gate/render.ts";
import { notTakenOver } from "../../project/adopted.ts";
import { progressLog, silent } from "../../shared/progress.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { confirm } from "../ask.ts";

const op = z.enum(["same", "create", "update", "replace", "delete", "read", "refresh", "import"]);

/** Shape of `tocsin preview --json`. Paths of what differs, never values. */
const previewShape = z.object({
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

interface StackOption {
  stack: string;
}

interface UpOptions extends StackOption {
  refresh?: boolean;
  yes?: boolean;
  evidence?: string;
  breakGlass?: string;
}

/** Adds `tocsin up --stack S [--refresh] [--yes]`. Exit: 2 also when the stack's gate refuses the update. */
export function upCommand(program: Command, { root }: { root: string }): void {
  program
    .command("up")
    .description("provision a stack: create and change at the vendors what the definitions say")
    .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
    .option("--refresh", "read every object at its vendor first, and put back what was changed by hand")
    .option("--yes", "do not ask before changing anything")
    .option("--evidence <file>", "what staging has heard, for a stack with a gate (or TOCSIN_EVIDENCE)")
    .option("--break-glass <reason>", "update though the gate is closed; it stays visible (or TOCSIN_BREAK_GLASS)")
    .action((options: UpOptions) => up(root, options));
}

/** Adds `tocsin preview --stack S [--refresh] [--json]`. */
export function previewCommand(program: Command, { root }: { root: string }): void {
  program
    .command("preview")
    .description("what an update would change; with --refresh, compared with what is live")
    .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
    .option("--refresh", "read every object at its vendor first")
    .option("--evidence <file>", "what staging has heard, for a stack with a gate (or TOCSIN_EVIDENCE)")
    .option(
      "--compiled <file>",
      "preview what `tocsin compile --json` printed elsewhere, instead of the definitions here",
    )
    .option("--expect-no-changes", "exit with 1 if there is something to change")
    .option("--json", "as JSON")
    .action((options: PreviewOptions) => preview(root, options));
}

/** Adds `tocsin destroy --stack S [--yes]`. */
export function destroyCommand(program: Command, { root }: { root: string }): void {
  program
    .command("destroy")
    .description("delete at the vendors everything that the stack has provisioned")
    .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
    .option("--yes", "do not ask")
    .action((options: StackOption & { yes?: boolean }) => destroy(root, options));
}

async function up(root: string, { stack, refresh, yes, ...given }: UpOptions): Promise<void> {
  const log = progressLog();
  const typed = typedUp(stack, {
    evidence: given.evidence,
    breakGlass: given.breakGlass ?? process.env[breakGlassVariable],
  });
  const prepared = await prepareStack(root, stack, typed, log, given);
  const { project, options } = prepared;
  const run = await onEngine(options, async (engine) => {
    const notes = await mend(engine, prepared, log);
    log.clear();
    for (const note of notes) console.log(note);
    const again = refresh === true ? await displaced(engine, options, project) : [];
    if (stack !== localStack && yes !== true) {
      const plan = await engine.preview({ refresh: refresh === true, again });
      log.clear();
      console.log(previewText(plan));
      const gate = prepared.gate.said();
      if (gate !== null && !gate.open && prepared.gate.breakGlass === null) {
        throw new UsageError(`${renderGate(gate, createColors(false))}\nNothing was changed.`);
      }
      if (gate !== null) console.log(renderGate(gate, createColors(false)));
      // Evidence that catches up changes no object, but what the stack keeps of its gate.
      if (!plan.changed && (gate === null || gate.definitions.length + gate.breakGlass.length === 0)) return plan;
      await confirm(`This changes alerting of stack ${stack}.`, stack, { yes: false });
    }
    // The engine compares definitions with what it remembers; only a refresh shows it what hands have done since.
    if (refresh === true) await engine.refresh();
    return engine.up(again);
  });
  if (stack === localStack) await redeployLocal(root, projectsToRedeploy(project.resources, run.steps));
  log.clear();
  console.log(`${objectTables(objectsOf(project.resources, run.steps, project.definitions))}\n\n${runSummary(run)}`);
  const gate = prepared.gate.said();
  if (gate !== null) console.log(gateLine(gate, prepared.gate.breakGlass));
  if (refresh !== true && !run.changed) {
    console.log(
      "Not compared with what is live: `tocsin verify` finds what hands have changed, --refresh puts it back.",
    );
  }
}

/** What the gate let through, and what now runs unheard. */
function gateLine(gate: GateReport, breakGlass: string | null): string {
  if (gate.open || breakGlass === null) return renderGate(gate, createColors(false));
  return `${renderGate(gate, createColors(false))}\nThe glass is broken: ${printable(breakGlass)}. This stays visible until evidence of these definitions comes.`;
}

/** The apps of the local stack have no pipeline of their own that would deploy them with their new secrets. */
async function redeployLocal(root: string, projects: readonly string[]): Promise<void> {
  const vendors = projects.length === 0 ? null : await readVendors(localDirectory(root));
  if (vendors !== null) await redeploy(vendors, projects);
}

interface PreviewOptions extends StackOption {
  refresh?: boolean;
  json?: boolean;
  evidence?: string;
  compiled?: string;
  expectNoChanges?: boolean;
}

async function preview(root: string, options: PreviewOptions): Promise<void> {
  const { stack } = options;
  const log = options.json ? silent : progressLog();
  const prepared = await prepareStack(root, stack, `tocsin preview --stack ${stack}`, log, {
    evidence: options.evidence,
    compiled: options.compiled,
  });
  const { run, open } = await onEngine(prepared.options, async (engine) => ({
    run: await engine.preview({
      refresh: options.refresh === true,
      again: options.refresh === true ? await displaced(engine, prepared.options, prepared.project) : [],
    }),
    open: await notTakenOver(engine, prepared.project.adopted),
  }));
  log.clear();
  const gate = prepared.gate.said();
  if (open !== null && !options.json) console.log(open);
  console.log(options.json ? JSON.stringify(previewJson(stack, run, gate), null, 2) : previewText(run));
  if (gate !== null && !options.json) console.log(renderGate(gate, createColors(false)));
  if (options.expectNoChanges && (run.changed || run.drifted.length > 0)) process.exitCode = 1;
}

/** The published form of a preview. */
function previewJson(stack: string, run: RunResult, gate: GateReport | null): z.infer<typeof previewShape> {
  return {
    stack,
    changed: run.changed,
    durationMs: run.durationMs,
    steps: run.steps.map(({ op, name, type, id, changed }) => ({ op, name, type, id, changed })),
    drifted: run.drifted.map((step) => ({ name: step.name, gone: step.op === "delete", changed: step.changed })),
    gate,
  };
}

async function destroy(root: string, { stack, yes }: StackOption & { yes?: boolean }): Promise<void> {
  const log = progressLog();
  const { options } = await prepareStack(root, stack, `tocsin destroy --stack ${stack}`, log);
  log.clear();
  await confirm(`This deletes every alert of stack ${stack} at the vendors.`, stack, { yes: yes === true });
  const run = await onEngine(options, (engine) => engine.destroy());
  log.clear();
  console.log(runSummary(run));
}
