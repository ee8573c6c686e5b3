/** `tocsin completion SHELL`: the script that completes commands, options, stacks and ids in a shell. */
import type { Command } from "commander";
import { UsageError } from "../../shared/usage-error.ts";
import { type CompletedCommand, completionScripts, isShell, shells } from "../completion.ts";

/** Exit code 2 for a shell that there is no script for. */
export function completionCommand(command: Command): void {
  command
    .argument("<shell>", shells.join(", "))
    .addHelpText(
      "after",
      '\nbash, in ~/.bashrc: eval "$(npx tocsin completion bash)"\nzsh, in ~/.zshrc: eval "$(npx tocsin completion zsh)"\nfish: npx tocsin completion fish > ~/.config/fish/completions/tocsin.fish',
    )
    .action((shell: string) => {
      if (!isShell(shell))
        throw new UsageError(`There is no completion for ${shell}: name one of ${shells.join(", ")}.`);
      process.stdout.write(completionScripts[shell](completedIn(command.parent?.commands ?? [])));
    });
}

/** What there is to complete; of a command with commands of its own, those too. */
function completedIn(commands: readonly Command[]): CompletedCommand[] {
  return commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    words: [
      ...command.commands.map((child) => child.name()),
      ...command.options.flatMap(({ long }) => long ?? []),
      "--help",
    ],
    takesIds: command.registeredArguments.some((argument) => /^ids?$/.test(argument.name())),
  }));
}
