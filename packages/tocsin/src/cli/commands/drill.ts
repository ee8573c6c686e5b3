/** `tocsin drill`: make every alert of a stack fire, and prove that it is proven. */

import type { Command } from "commander";
import { z } from "zod";
import { announceDrill } from "../../app/announce-drill.ts";
import {
  type DrillStack,
  holdForDrill,
  holdStack,
  plansFor,
  restoreAll,
  restoreLeft,
  runDrill,
} from "../../app/drill.ts";
import { writeEvidence } from "../../app/evidence-file.ts";
import { signingKey } from "../../app/evidence-key.ts";
import { writeJunit } from "../../app/junit-file.ts";
import { keepDrill } from "../../app/last-drill.ts";
import { loadLive } from "../../app/live-project.ts";
import { keepPage } from "../../app/report.ts";
import { lookAt } from "../../app/verify-stack.ts";
import { beginText, endText } from "../../drill/announcement.ts";
import { drillSuite } from "../../drill/junit.ts";
import { type Plan, planned } from "../../drill/plan.ts";
import { type DrillReport, exitCode } from "../../drill/receipt.ts";
import { planText, renderDrill } from "../../drill/render.ts";
import { schedule } from "../../drill/schedule.ts";
import { notExercised } from "../../drill/verbatim.ts";
import { driftStateOf } from "../../gate/evidence.ts";
import type { Project } from "../../model/project.ts";
import { drillDirectory, onEmulators } from "../../project/emulated.ts";
import { colorsFor } from "../../shared/colors.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { confirm } from "../ask.ts";
import { drillTable, noTable } from "../live-table.ts";
import { jsonOption, stackOption } from "../options.ts";

type Plans = readonly Plan[];

/** Shape of `tocsin drill --cleanup --json`: what was restored, and what could not be. */
export const cleanupShape = z.object({ stack: z.string(), done: z.array(z.string()), failed: z.array(z.string()) });

interface Options {
  stack: string;
  evidence?: string;
  junit?: string;
  json?: boolean;
  cleanup?: boolean;
  yes?: boolean;
  report?: boolean;
}

/**
 * `tocsin drill --stack S [ids...]`. Exit: 0 every definition reached the highest level that it can, 1 some did not,
 * 2 refused, 3 it could not be told.
 */
export function drillCommand(command: Command, { root }: { root: string }): void {
  command
    .argument("[ids...]", "only these definitions; * stands for anything: 'web-api/*'")
    .addOption(stackOption("the stack; it must allow drills (tocsin:allowDrills)"))
    .option("--evidence <file>", "write the receipts, signed")
    .option("--junit <file>", "also write the receipts as JUnit XML")
    .option("--report", "also write the page for the people on call, and what differs from the code with it")
    .option("--cleanup", "restore what an interrupted drill left, and do nothing else")
    .option("--yes", "do not ask")
    .addOption(jsonOption())
    .action((ids: string[], options: Options) => drillAction(root, ids, options));
}

async function drillAction(root: string, ids: readonly string[], options: Options): Promise<void> {
  const { stack } = options;
  const project = await loadLive(root, stack);
  if (!project.stack.allowDrills) {
    throw new UsageError(
      `Stack ${stack} allows no drills (tocsin:allowDrills is false in Pulumi.${stack}.yaml): a drill there would wake somebody for nothing.`,
    );
  }
  // Before anything is held: what no alert is called is said at once.
  plansFor({ project, clock: null }, ids);
  // Asked for before anything fires: a drill whose result cannot be signed would be for nothing.
  const key = options.evidence === undefined ? null : await signingKey(root, stack, process.env);
  if (!onEmulators(root, stack) && options.cleanup !== true) {
    await confirm(`Alerts of stack ${stack} will fire and notify its channels and mailboxes.`, stack, {
      yes: options.yes === true,
    });
  }
  // Restoring sends no notification, so that nothing has to be read back.
  const hold = options.cleanup === true ? holdStack : holdForDrill;
  const stand = await hold(root, project, `tocsin drill --stack ${stack}`);
  try {
    if (options.cleanup === true) return await cleanUp(stand, options);
    for (const text of await restoreLeft(stand)) console.error(text);
    const { plans, left } = plansFor(stand, ids);
    const look = () => lookAt(root, project, stand.connections);
    const before = key === null ? null : driftStateOf(await look());
    if (before !== null && (before.findings.length > 0 || !before.complete)) console.error(driftWarning(stack));
    const report = await drillNow(stand, project, plans, options);
    await keepDrill(drillDirectory(root, project.stack.name), report, project);
    // By the clock as it is when nobody turns it.
    await stand.clock?.reset();
    const after = key === null && options.report !== true ? null : await look();
    if (options.evidence !== undefined && key !== null && before !== null && after !== null) {
      const drift = { before, after: driftStateOf(after) };
      await writeEvidence(root, options.evidence, { report, project, drift, key });
    }
    const colors = colorsFor(process.stdout);
    process.stdout.write(options.json ? jsonText(report) : renderDrill(report, colors));
    const leftOut = notExercised(left);
    if (leftOut !== null) console.error(leftOut);
    if (options.junit !== undefined) writeJunit(options.junit, [drillSuite(report)]);
    if (options.evidence !== undefined) console.error(`Evidence: ${options.evidence}`);
    if (options.report === true && after !== null)
      console.error(`Report: ${await keepPage(root, project, stand.connections, after)}`);
    process.exitCode = exitCode(report);
  } finally {
    await stand.release();
  }
}

const driftWarning = (stack: string) =>
  `Stack ${stack} has drift (\`tocsin verify --stack ${stack}\`): this evidence will open no gate.`;

/** Drills, shown as it goes; an interrupt ends it and everything is put back. */
export async function drillNow(
  stand: DrillStack,
  project: Project,
  plans: Plans,
  options: { json?: boolean; plan?: boolean } = {},
): Promise<DrillReport> {
  const open = planned(plans);
  if (!options.json && options.plan !== false) console.error(planText(schedule(open), plans.length - open.length));
  const firing = plans.filter(({ waits }) => waits !== null);
  const table = options.json ? noTable : drillTable(plans.map(({ definition }) => definition.id));
  const abort = new AbortController();
  const interrupted = () => {
    table.clear();
    console.error(
      "Ending the drill and putting everything back. Once more ends it at once; then run it with --cleanup.",
    );
    abort.abort();
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  const announced = async (text: string) => {
    for (const reason of await announceDrill(stand.connections, project, firing, text)) console.error(reason);
  };
  try {
    if (open.length > 0) await announced(beginText(project.stack.name, schedule(open)));
    const report = await runDrill(stand, project, plans, table, abort.signal);
    table.clear();
    if (open.length > 0) await announced(endText(report));
    return report;
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    table.clear();
  }
}

async function cleanUp(stand: DrillStack, options: Options): Promise<void> {
  const { done, failed } = await restoreAll(stand);
  if (options.json) process.stdout.write(jsonText({ stack: options.stack, done, failed }));
  else {
    for (const what of done) console.log(`Restored: ${printable(what)}`);
    for (const what of failed) console.error(`Not restored: ${printable(what)}`);
    if (done.length + failed.length === 0) console.log(`No drill has left anything in stack ${options.stack}.`);
  }
  process.exitCode = failed.length === 0 ? 0 : 3;
}
