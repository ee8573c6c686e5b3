/** `tocsin check [RUNBOOK]`: which runbook to open first; of one, its first checks, done. It reads and never changes anything. */
import type { Command } from "commander";
import { loadLive } from "../../app/live-project.ts";
import { runAndPrint } from "../../app/routine.ts";
import { statesNow } from "../../app/states-now.ts";
import type { Project } from "../../model/project.ts";
import { runbooksNow } from "../../routines/checks/runbooks-now.ts";
import { vendorStatus } from "../../routines/checks/vendor-status.ts";
import { whatFires } from "../../routines/order.ts";
import { runbookRoutine } from "../../routines/runbooks.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { jsonOption, stackOption } from "../options.ts";

/** Exit: as `daily` (0 within limits, 1 something beyond, 2 wrong use, 3 something could not be read). */
export function checkCommand(command: Command, { root }: { root: string }): void {
  command
    .argument("[runbook]", "a page of runbooks, such as api-error-spike; without it: which page to open first")
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (runbook: string | undefined, options: { stack: string; json?: boolean }) => {
      const project = await loadLive(root, options.stack);
      const how = { json: options.json === true, channel: null };
      if (runbook === undefined) return firing(root, project, how);
      const known = [...new Set(project.definitions.map((definition) => definition.runbook))].sort();
      if (!known.includes(runbook))
        throw new UsageError(`No alert belongs to a runbook "${runbook}". There are: ${known.join(", ")}.`);
      await runAndPrint(root, project, runbookRoutine(runbook, project.definitions), how);
    });
}

/** A line for each runbook, that of the worst alert first. */
async function firing(root: string, project: Project, how: { json: boolean; channel: null }): Promise<void> {
  await runAndPrint(
    root,
    project,
    (connections) => ({
      name: whatFires,
      page: null,
      checks: [vendorStatus, runbooksNow(() => statesNow(project, connections))],
    }),
    how,
  );
  if (!how.json) console.log("\nThe first checks of a runbook: tocsin check RUNBOOK");
}
