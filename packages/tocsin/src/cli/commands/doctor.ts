/** `tocsin doctor`: what has to be in place before anything is changed, looked at, with what to do about each. */

import type { Command } from "commander";
import { createColors } from "picocolors";
import { examine } from "../../app/doctor.ts";
import { renderDoctor } from "../../doctor/render.ts";
import { doctorExitCode } from "../../doctor/report.ts";
import { jsonText } from "../../shared/json-text.ts";
import { stackOption } from "../options.ts";

interface Options {
  stack: string;
  json?: boolean;
}

/** Adds the command. Exit: 0 ready, 1 something is to be done first, 3 something could not be told. */
export function doctorCommand(program: Command, { root }: { root: string }): void {
  program
    .command("doctor")
    .description("check credentials, permissions, plans, integrations")
    .addOption(stackOption())
    .option("--json", "as JSON")
    .action(async (options: Options) => {
      const report = await examine(root, options.stack);
      const colors = createColors(process.env.NO_COLOR === undefined && process.stdout.isTTY === true);
      process.stdout.write(options.json ? jsonText(report) : renderDoctor(report, colors));
      process.exitCode = doctorExitCode(report);
    });
}
