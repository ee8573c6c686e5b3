import type { Command } from "commander";
import { z } from "zod";
import { exitCodeAbsorbed } from "../../absorb/outcome.ts";
import { renderAbsorption } from "../../absorb/render.ts";
import { absorber } from "../../app/absorb/command.ts";
import { connectTo } from "../../app/connect.ts";
import { issueTarget, keepIssue } from "../../app/drift-issue.ts";
import { restoreClock } from "../../app/local/clock.ts";
import { keepPage, type Reported } from "../../app/report.ts";
import { lookAt, vendorsOf } from "../../app/verify-stack.ts";
import type { Project } from "../../model/project.ts";
import { onEmulators } from "../../project/emulated.ts";
import { colorsFor } from "../../shared/colors.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import type { Match } from "../../verify/match.ts";
import { render } from "../../verify/render.ts";
import { exitCode } from "../../verify/report.ts";
import { jsonOption, stackOption } from "../options.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface VerifySurroundings {
  /** The project's root folder. */
  root: string;
  env: Record<string, string | undefined>;
  load: (root: string, stack: string) => Promise<Reported & Pick<Project, "whole">>;
  /** Writes to standard output. */
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

/**
 * `tocsin verify --stack S [--json] [--report] [--absorb [--pull-request]]`. Exit code: see `exitCode`; wrong use and missing credentials are a UsageError (2).
 */
export function verifyCommand(command: Command, surroundings: VerifySurroundings): void {
  command
    .addOption(stackOption())
    .addOption(jsonOption())
    .option("--report", "also write the page for the people on call")
    .option("--issue", "also keep the stack's GitHub issue: opened, brought up to date, closed (GITHUB_TOKEN)")
    .option("--absorb", "write what was changed by hand at a vendor into the definitions, or say why not")
    .option("--pull-request", "with --absorb: open a pull request instead of editing the files (GITHUB_TOKEN)")
    .action(async (raw: unknown) => run(optionsShape.parse(raw), surroundings));
}

const optionsShape = z.object({
  stack: z.string(),
  json: z.boolean().default(false),
  report: z.boolean().default(false),
  issue: z.boolean().default(false),
  absorb: z.boolean().default(false),
  pullRequest: z.boolean().default(false),
});

async function run(options: z.infer<typeof optionsShape>, surroundings: VerifySurroundings): Promise<void> {
  const { root, env, load, print, setExitCode } = surroundings;
  const project = await load(root, options.stack);
  // Asked for before anything is read: a look that cannot be reported would be for nothing.
  const target = options.issue ? issueTarget(env) : null;
  const absorbing = options.absorb ? absorber(root, env, options.pullRequest) : null;
  if (options.pullRequest && !options.absorb) throw new UsageError("--pull-request goes with --absorb.");
  const connections = await connectTo(root, options.stack, vendorsOf(root, project), env, "one");
  const restored = onEmulators(root, options.stack, env) ? await restoreClock(root, options.stack) : null;
  if (restored !== null) process.stderr.write(`${restored}\n`);
  let pairs: Match["pairs"] = new Map();
  const report = await lookAt(root, project, connections, (matched) => {
    pairs = matched;
  });
  const absorbed = (await absorbing?.(project, { report, pairs })) ?? null;
  const colors = colorsFor(process.stdout, env);
  const whole = absorbed === null ? report : { ...report, absorb: absorbed };
  print(options.json ? jsonText(whole) : render(report, colors));
  if (absorbed !== null && !options.json) print(`\n${renderAbsorption(absorbed, options.stack)}`);
  setExitCode(absorbed === null ? exitCode(report) : exitCodeAbsorbed(report, absorbed));
  if (options.report) process.stderr.write(`Report: ${await keepPage(root, project, connections, report)}\n`);
  if (target !== null) process.stderr.write(`${await keepIssue(target, report)}\n`);
}
