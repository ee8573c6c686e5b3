/** `tocsin up`, `tocsin preview`, `tocsin destroy`: a stack on the engine, with credentials from the environment. */

import type { Command } from "commander";
import { createColors } from "picocolors";
import { objectsOf, objectTables } from "../../app/objects.ts";
import type { RunResult } from "../../app/on-engine.ts";
import { type Prepared, prepareStack } from "../../app/prepare-stack.ts";
import { previewJson, previewStack } from "../../app/preview-stack.ts";
import { previewText, runSummary } from "../../app/run-text.ts";
import { destroyStack, updateStack } from "../../app/update-stack.ts";
import type { GateReport } from "../../gate/gate.ts";
import { renderGate } from "../../gate/render.ts";
import { onEmulators } from "../../project/emulated.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { progressLog, silent } from "../../shared/progress.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { confirm } from "../ask.ts";
import { jsonOption, stackOption } from "../options.ts";

interface StackOption {
  stack: string;
}

interface UpOptions extends StackOption {
  refresh?: boolean;
  yes?: boolean;
  evidence?: string;
  breakGlass?: string;
}

/** `tocsin up --stack S [--refresh] [--yes]`. Exit: 2 also when the stack's gate refuses the update. */
export function upCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .option("--refresh", "read every resource at its vendor first, and restore what was changed there")
    .option("--yes", "do not ask before changing anything")
    .option("--evidence <file>", "what staging has proven, for a stack with a gate (or TOCSIN_EVIDENCE)")
    .option(
      "--break-glass <reason>",
      "update without evidence, for this reason; verify shows it until staging has proven it (or TOCSIN_BREAK_GLASS)",
    )
    .action((options: UpOptions) => up(root, options));
}

/** `tocsin preview --stack S [--refresh] [--json]`. */
export function previewCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .option("--refresh", "read every resource at its vendor first")
    .option("--evidence <file>", "what staging has proven, for a stack with a gate (or TOCSIN_EVIDENCE)")
    .option(
      "--compiled <file>",
      "preview what `tocsin compile --json` printed elsewhere, instead of the definitions here",
    )
    .option("--expect-no-changes", "exit with 1 if there is something to change")
    .addOption(jsonOption())
    .action((options: PreviewOptions) => preview(root, options));
}

/** `tocsin destroy --stack S [--yes]`. */
export function destroyCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .option("--yes", "do not ask")
    .action((options: StackOption & { yes?: boolean }) => destroy(root, options));
}

async function up(root: string, { stack, refresh = false, yes, evidence, breakGlass }: UpOptions): Promise<void> {
  const { run, prepared } = await updateStack(
    root,
    { stack, refresh, evidence, breakGlass },
    {
      log: progressLog(),
      notes: say,
      agree: onEmulators(root, stack) || yes === true ? null : (plan, gate) => agree(stack, plan, gate),
    },
  );
  const { project, gate } = prepared;
  console.log(`${objectTables(objectsOf(project.resources, run.steps, project.definitions))}\n\n${runSummary(run)}`);
  const said = gate.said();
  if (said !== null) console.log(gateLine(said, gate.breakGlass));
  if (!refresh && !run.changed) {
    console.log(
      "Not compared with what is live: `tocsin verify` finds what hands have changed, --refresh puts it back.",
    );
  }
}

function say(sentences: readonly string[]): void {
  for (const sentence of sentences) console.log(sentence);
}

/** Shows the plan and asks; false when there is nothing to do. */
async function agree(stack: string, plan: RunResult, { said, breakGlass }: Prepared["gate"]): Promise<boolean> {
  console.log(previewText(plan));
  const gate = said();
  if (gate !== null && !gate.open && breakGlass === null) {
    throw new UsageError(`${renderGate(gate, createColors(false))}\nNothing was changed.`);
  }
  if (gate !== null) console.log(renderGate(gate, createColors(false)));
  // Evidence that catches up changes no object, but what the stack keeps of its gate.
  if (!plan.changed && (gate === null || gate.definitions.length + gate.breakGlass.length === 0)) return false;
  await confirm(`This changes alerting of stack ${stack}.`, stack, { yes: false });
  return true;
}

/** What the gate let through, and what now runs unproven. */
function gateLine(gate: GateReport, breakGlass: string | null): string {
  if (gate.open || breakGlass === null) return renderGate(gate, createColors(false));
  return `${renderGate(gate, createColors(false))}\nBreak-glass override: ${printable(breakGlass)}. This stays visible until evidence of these definitions comes.`;
}

interface PreviewOptions extends StackOption {
  refresh?: boolean;
  json?: boolean;
  evidence?: string;
  compiled?: string;
  expectNoChanges?: boolean;
}

async function preview(root: string, options: PreviewOptions): Promise<void> {
  const { stack, refresh = false, json, evidence, compiled } = options;
  const log = json ? silent : progressLog();
  const { run, gate, unknown } = await previewStack(root, { stack, refresh, evidence, compiled }, log);
  process.stdout.write(
    json
      ? jsonText(previewJson(stack, run, gate))
      : `${previewText(run)}
`,
  );
  if (gate !== null && !json) console.log(renderGate(gate, createColors(false)));
  if (unknown > 0) {
    console.error(
      `An earlier run was interrupted, and what became of ${plural(unknown, "resource")} is not known. Run \`tocsin up --stack ${stack}\`: it finds out before it changes anything.`,
    );
  }
  if (!options.expectNoChanges) return;
  if (run.changed || run.drifted.length > 0) process.exitCode = 1;
  else if (unknown > 0) process.exitCode = 3;
}

async function destroy(root: string, { stack, yes }: StackOption & { yes?: boolean }): Promise<void> {
  const log = progressLog();
  const prepared = await prepareStack(root, stack, `tocsin destroy --stack ${stack}`, log);
  log.clear();
  await confirm(`This deletes every alert of stack ${stack} at the vendors.`, stack, { yes: yes === true });
  const run = await destroyStack(prepared, { log, notes: say });
  log.clear();
  console.log(runSummary(run));
}
