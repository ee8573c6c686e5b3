/** `tocsin doctor`: what has to be in place before anything is changed, looked at, with what to do about each. */

import type { Command } from "commander";
import { examine } from "../../app/doctor.ts";
import { renderDoctor } from "../../doctor/render.ts";
import { doctorExitCode } from "../../doctor/report.ts";
import { colorsFor } from "../../shared/colors.ts";
import { jsonText } from "../../shared/json-text.ts";
import { jsonOption, stackOption } from "../options.ts";

interface Options {
  stack: string;
  json?: boolean;
}

/** Exit: 0 ready, 1 something is to be done first, 3 something could not be read. */
export function doctorCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const report = await examine(root, options.stack);
      const colors = colorsFor(process.stdout);
      process.stdout.write(options.json ? jsonText(report) : renderDoctor(report, colors));
      process.exitCode = doctorExitCode(report);
    });
}
