/** `tocsin check RUNBOOK`: the first look of a runbook, done. It reads and never changes anything. */
import type { Command } from "commander";
import { loadLive } from "../../app/live-project.ts";
import { runAndPrint } from "../../app/routine.ts";
import { runbookRoutine } from "../../routines/runbooks.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { jsonOption, stackOption } from "../options.ts";

/** Adds the command. Exit: as `daily` (0 within limits, 1 something beyond, 2 wrong use, 3 could not be told). */
export function checkCommand(program: Command, { root }: { root: string }): void {
  program
    .command("check")
    .description("run the first checks of a runbook; read-only")
    .argument("<runbook>", "a page of runbooks, such as api-error-spike")
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (runbook: string, options: { stack: string; json?: boolean }) => {
      const project = await loadLive(root, options.stack);
      const known = [...new Set(project.definitions.map((definition) => definition.runbook))].sort();
      if (!known.includes(runbook))
        throw new UsageError(`No alert belongs to a runbook "${runbook}". There are: ${known.join(", ")}.`);
      await runAndPrint(root, project, runbookRoutine(runbook, project.definitions), {
        json: options.json === true,
        channel: null,
      });
    });
}
