import { type Argument, Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { ImportSurroundings } from "../app/import-resource.ts";
import { terminalOf } from "../app/init/ask.ts";
import { finishInterrupted } from "../app/init/write.ts";
import { loadLive } from "../app/live-project.ts";
import { guardOutput } from "../project/output.ts";
import { projectAbove, projectRoot } from "../project/root.ts";
import { guardEnding, reachedEnd } from "../shared/ending.mjs";
import { auditCommand } from "./commands/audit.ts";
import { backtestCommand } from "./commands/backtest.ts";
import { checkCommand } from "./commands/check.ts";
import { compileCommand } from "./commands/compile.ts";
import { completionCommand } from "./commands/completion.ts";
import { type ConformanceSurroundings, conformanceCommand } from "./commands/conformance.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { cronsCommand } from "./commands/crons.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { drillCommand } from "./commands/drill.ts";
import { evidenceCommand } from "./commands/evidence.ts";
import { importCommand } from "./commands/import.ts";
import { type InitSurroundings, initCommand } from "./commands/init.ts";
import { type LintSurroundings, lintCommand } from "./commands/lint.ts";
import { listCommand } from "./commands/list.ts";
import { localCommand } from "./commands/local.ts";
import { type MuteSurroundings, muteCommands } from "./commands/mute.ts";
import { probeCommand } from "./commands/probe.ts";
import { promoteCommand } from "./commands/promote.ts";
import { quarterlyCommand } from "./commands/quarterly.ts";
import { reportCommand } from "./commands/report.ts";
import { type ReviewSurroundings, reviewCommand } from "./commands/review.ts";
import { routineCommands } from "./commands/routine.ts";
import { runbooksCommand } from "./commands/runbooks.ts";
import { startCommand } from "./commands/start.ts";
import { testCommand } from "./commands/test.ts";
import { destroyCommand, previewCommand, upCommand } from "./commands/up.ts";
import { type VerifySurroundings, verifyCommand } from "./commands/verify.ts";
import { reportFailure } from "./failure.ts";

/** What commands need from their surroundings; each states its part. */
type Surroundings = ConformanceSurroundings &
  ImportSurroundings &
  InitSurroundings &
  LintSurroundings &
  MuteSurroundings &
  ReviewSurroundings &
  VerifySurroundings;

type Add = (program: Command, surroundings: Surroundings) => void;

/** The commands as `--help` shows them. */
const groups: Readonly<Record<string, readonly Add[]>> = {
  "Start:": [startCommand, initCommand, doctorCommand, localCommand, completionCommand],
  "Write:": [
    lintCommand,
    testCommand,
    compileCommand,
    listCommand,
    reviewCommand,
    backtestCommand,
    cronsCommand,
    runbooksCommand,
    coverageCommand,
    probeCommand,
  ],
  "Run:": [
    previewCommand,
    upCommand,
    destroyCommand,
    verifyCommand,
    drillCommand,
    muteCommands,
    importCommand,
    auditCommand,
    conformanceCommand,
  ],
  "On call:": [checkCommand, routineCommands, quarterlyCommand, reportCommand],
  "Promote:": [promoteCommand, evidenceCommand],
};

/** Questions about the tool itself, which need no project. */
const asksTool = (argv: readonly string[]): boolean =>
  argv.length <= 2 || argv[2] === "completion" || argv.some((word) => ["--help", "-h", "--version"].includes(word));

const termOf = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
};

/** All commands on one program; `root` is the project's folder. */
export function createProgram(root: string): Command {
  const program = new Command("tocsin")
    .description("Alerts as reviewed code: provisioned, checked for drift, and proven to arrive.")
    .version(manifest.version, "--version", "print the version")
    .helpCommand(false)
    .showHelpAfterError("(--help lists commands and options)")
    .exitOverride()
    // Every command has options; saying so in each line would leave the lines no room.
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(" "),
    })
    .addHelpText(
      "after",
      "\nNew here: tocsin init. Options of a command: tocsin COMMAND --help.\nStacks: local, staging, prod (Pulumi.<name>.yaml); without --stack: TOCSIN_STACK, else local.\nExit codes: 0 clean, 1 findings, 2 wrong use or configuration, 3 could not tell.",
    );
  const surroundings = {
    root,
    env: process.env,
    load: loadLive,
    now: () => new Date(),
    terminal: terminalOf,
    print: (text: string) => void process.stdout.write(text),
    warn: (text: string) => void process.stderr.write(text),
    say: (text: string) => void process.stderr.write(`${text}\n`),
    setExitCode: (code: number) => {
      process.exitCode = code;
    },
  };
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(group);
    for (const add of commands) add(program, surroundings);
  }
  return program;
}

/** Runs one command line; sets the process's exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  try {
    // A folder becomes a project by init.
    const here = argv[2] === "init" ? (projectAbove(process.cwd()) ?? process.cwd()) : null;
    // What is live can be audited from anywhere.
    const anywhere = argv[2] === "audit" ? (projectAbove(process.cwd()) ?? process.cwd()) : null;
    const root = here ?? anywhere ?? (asksTool(argv) ? process.cwd() : projectRoot(process.cwd()));
    if (finishInterrupted(root))
      process.stderr.write("Finished what an interrupted `tocsin init` had begun to write.\n");
    await createProgram(root).parseAsync([...argv]);
  } catch (error) {
    // Commander has printed its own message; 0 is help and version, anything else is wrong use.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = reportFailure(error, projectAbove(process.cwd()) ?? process.cwd());
  }
}

guardEnding();
guardOutput();
// It may hold what a start that fails ends with.
process.exitCode = undefined;
await main();
reachedEnd();
