/** `tocsin promote --check`: would the gate of a stack let an update through? Changes nothing. */

import type { Command } from "commander";
import { gateCheck } from "../../app/gate.ts";
import { lastRecord } from "../../app/gate-record.ts";
import { gateReport, judgeGate } from "../../gate/gate.ts";
import { renderGate } from "../../gate/render.ts";
import { loadProject } from "../../project/project.ts";
import { colorsFor } from "../../shared/colors.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { jsonOption, stackOption } from "../options.ts";

interface Options {
  stack: string;
  check?: boolean;
  evidence?: string;
  json?: boolean;
}

/** `tocsin promote --check --stack S`. Exit: 0 the gate is open, 1 it is closed, 2 wrong use, 3 it could not be told. */
export function promoteCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption("the stack with the gate, as in Pulumi.<name>.yaml"))
    .option("--check", "only say it: an update is made by `tocsin up`")
    .option("--evidence <file>", "what staging has proven (or TOCSIN_EVIDENCE)")
    .addOption(jsonOption())
    .action((options: Options) => promote(root, options));
}

async function promote(root: string, { stack, check, evidence, json }: Options): Promise<void> {
  if (check !== true) {
    throw new UsageError(
      `Promoting is an update: \`tocsin up --stack ${stack} --evidence FILE\`. --check says whether it would be let through.`,
    );
  }
  const project = await loadProject(root, stack);
  const gate = await gateCheck(root, stack, project, { evidence }, process.env);
  if (gate === undefined) {
    throw new UsageError(
      `Stack ${stack} has no gate: it allows drills, and Pulumi.${stack}.yaml has no tocsin:gate. Its updates need no evidence.`,
    );
  }
  const last = await lastRecord(root, stack, `tocsin promote --check --stack ${stack}`);
  const { report } = judgeGate({ ...gate.input, last, now: new Date() });
  const colors = colorsFor(process.stdout);
  process.stdout.write(json ? jsonText(gateReport.parse(report)) : `${renderGate(report, colors)}\n`);
  process.exitCode = report.open ? 0 : 1;
}
