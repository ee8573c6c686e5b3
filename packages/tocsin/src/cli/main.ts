import { Command, CommanderError } from "commander";
import { terminalOf } from "../app/init/ask.ts";
import { finishInterrupted } from "../app/init/write.ts";
import { guardOutput } from "../project/output.ts";
import { loadProject } from "../project/project.ts";
import { projectRoot } from "../project/root.ts";
import { guardEnding, reachedEnd } from "../shared/ending.mjs";
import { adoptCommand } from "./commands/adopt.ts";
import { backtestCommand } from "./commands/backtest.ts";
import { checkCommand } from "./commands/check.ts";
import { compileCommand } from "./commands/compile.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { cronsCommand } from "./commands/crons.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { drillCommand } from "./commands/drill.ts";
import { evidenceCommand } from "./commands/evidence.ts";
import { initCommand } from "./commands/init.ts";
import { lintCommand } from "./commands/lint.ts";
import { localCommand } from "./commands/local.ts";
import { muteCommands } from "./commands/mute.ts";
import { probeCommand } from "./commands/probe.ts";
import { promoteCommand } from "./commands/promote.ts";
import { reportCommand } from "./commands/report.ts";
import { reviewCommand } from "./commands/review.ts";
import { routineCommands } from "./commands/routine.ts";
import { runbooksCommand } from "./commands/runbooks.ts";
import { startCommand } from "./commands/start.ts";
import { testCommand } from "./commands/test.ts";
import { destroyCommand, previewCommand, upCommand } from "./commands/up.ts";
import { verifyCommand } from "./commands/verify.ts";
import { reportFailure } from "./failure.ts";

/** Questions about the tool itself, which need no project. */
const asksTool = (argv: readonly string[]): boolean =>
  argv.length <= 2 || argv.some((word) => ["--help", "-h", "--version"].includes(word));

/** All commands on one program; `root` is the project's folder. */
export function createProgram(root: string): Command {
  const program = new Command("tocsin")
    .description("Alerts as reviewed code: provisioned, checked for drift, and heard.")
    .helpCommand(false)
    .showHelpAfterError("(--help lists commands and options)")
    .exitOverride()
    .addHelpText(
      "after",
      "\nOn a first day: tocsin init. A command's options: tocsin COMMAND --help. Stacks: local, staging, prod (Pulumi.<name>.yaml).\nExit codes: 0 clean, 1 findings, 2 wrong use or configuration, 3 could not tell.",
    );
  const surroundings = { root };
  startCommand(program, surroundings);
  initCommand(program, {
    root,
    env: process.env,
    terminal: terminalOf,
    print: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(`${text}\n`),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  });
  lintCommand(program, {
    root,
    env: process.env,
    print: (text) => void process.stdout.write(text),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  });
  compileCommand(program, surroundings);
  testCommand(program, surroundings);
  backtestCommand(program, surroundings);
  upCommand(program, surroundings);
  previewCommand(program, surroundings);
  destroyCommand(program, surroundings);
  verifyCommand(program, {
    root,
    env: process.env,
    load: loadProject,
    print: (text) => void process.stdout.write(text),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  });
  reviewCommand(program, {
    root,
    env: process.env,
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  });
  drillCommand(program, surroundings);
  doctorCommand(program, surroundings);
  evidenceCommand(program, surroundings);
  promoteCommand(program, surroundings);
  adoptCommand(program, {
    root,
    env: process.env,
    print: (text) => void process.stdout.write(text),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  });
  muteCommands(program, {
    root,
    env: process.env,
    load: loadProject,
    print: (text) => void process.stdout.write(text),
    now: () => new Date(),
  });
  cronsCommand(program, surroundings);
  coverageCommand(program, surroundings);
  probeCommand(program, surroundings);
  routineCommands(program, surroundings);
  checkCommand(program, surroundings);
  runbooksCommand(program, surroundings);
  reportCommand(program, surroundings);
  localCommand(program, surroundings);
  return program;
}

/** Runs one command line; sets the process's exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  try {
    const root = asksTool(argv) ? process.cwd() : projectRoot(process.cwd());
    if (finishInterrupted(root))
      process.stderr.write("Finished what an interrupted `tocsin init` had begun to write.\n");
    await createProgram(root).parseAsync([...argv]);
  } catch (error) {
    // Commander has printed its own message; 0 is help and version, anything else is wrong use.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = reportFailure(error);
  }
}

guardEnding();
guardOutput();
// It may hold what a start that fails ends with.
process.exitCode = undefined;
await main();
reachedEnd();
