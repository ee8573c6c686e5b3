import { type Argument, Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { terminalOf } from "../app/init/ask.ts";
import { type CommandName, completes, groups, type Surroundings } from "./commands/index.ts";

const termOf = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
};

/** Commands of which every other one is a part. */
const aboutAll = "completion";

/**
 * All commands on one program; `root` is the project's folder. Those that `argv` does not ask for have a name and a description
 * only, unless `argv` is null.
 */
export async function createProgram(root: string, argv: readonly string[] | null): Promise<Command> {
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
  const surroundings: Surroundings = {
    root,
    env: process.env,
    load: async (root, stack) => (await import("../app/live-project.ts")).loadLive(root, stack),
    now: () => new Date(),
    terminal: terminalOf,
    print: (text: string) => void process.stdout.write(text),
    warn: (text: string) => void process.stderr.write(text),
    say: (text: string) => void process.stderr.write(`${text}\n`),
    setExitCode: (code: number) => {
      process.exitCode = code;
    },
  };
  const typed = argv?.slice(2).find((word) => !word.startsWith("-"));
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(group);
    for (const [words, about] of Object.entries<string>(commands)) {
      const [name = ""] = words.split(" ");
      const isWanted = argv === null || [name, aboutAll].includes(typed ?? "");
      const command = program.command(isWanted ? name : words).description(about);
      if (isWanted && isCommand(name)) (await completes[name]())(command, surroundings);
    }
  }
  return program;
}

const isCommand = (name: string): name is CommandName => name in completes;
