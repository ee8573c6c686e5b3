/** Completion scripts. Pure: what is completed comes in, text goes out. Ids come from `tocsin list --ids` when they are asked for. */

/** A command as a shell completes it. */
export interface CompletedCommand {
  name: string;
  /** One line. */
  about: string;
  /** Its options, and the commands below it. */
  words: string[];
  /** Whether definitions can be named. */
  takesIds: boolean;
}

export const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

export const isShell = (word: string): word is Shell => shells.some((shell) => shell === word);

/** Names of the stacks that have a file here, one a line. */
const stacks = "ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.//; s/\\.yaml$//'";

const ids = "tocsin list --ids 2>/dev/null";

/** What follows a command: its options, and ids where it takes some. */
const cases = (commands: readonly CompletedCommand[], end: string): string =>
  commands
    .map(({ name, words, takesIds }) => `    ${name}) words="${words.join(" ")}${takesIds ? ` $(${ids})` : ""}"${end}`)
    .join("\n");

const bash = (commands: readonly CompletedCommand[]): string => `_tocsin() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  if [ "$previous" = "--stack" ]; then
    COMPREPLY=($(compgen -W "$(${stacks})" -- "$current"))
    return
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases(commands, " ;;")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _tocsin tocsin
`;

/** A description inside single quotes, where a colon would end the word. */
const zshText = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(":", "\\:");

const zsh = (commands: readonly CompletedCommand[]): string => `#compdef tocsin
_tocsin() {
  local words_=""
  if [[ "$words[CURRENT-1]" == "--stack" ]]; then
    compadd -- \${(f)"$(${stacks})"}
    return
  fi
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${commands.map(({ name, about }) => `      '${name}:${zshText(about)}'`).join("\n")}
    )
    _describe command commands
    return
  fi
  case "$words[2]" in
${cases(commands, " ;;").replaceAll("words=", "words_=")}
  esac
  compadd -- \${=words_}
}
compdef _tocsin tocsin
`;

const fishText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");

const fish = (commands: readonly CompletedCommand[]): string => {
  const lines = commands.flatMap(({ name, about, words, takesIds }) => [
    `complete -c tocsin -f -n __fish_use_subcommand -a ${name} -d '${fishText(about)}'`,
    `complete -c tocsin -f -n '__fish_seen_subcommand_from ${name}' -a '${words.join(" ")}${takesIds ? ` (${ids})` : ""}'`,
  ]);
  return `${lines.join("\n")}
complete -c tocsin -f -n 'contains -- --stack (commandline -opc)[-1]' -a "(${stacks.replaceAll("$", "\\$")})"
`;
};

/** The script of each shell. */
export const completionScripts: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
};
