import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CompletedCommand, completionScripts } from "../../../src/cli/completion.ts";
import { Project } from "../review/project.ts";
import { tocsin, typed } from "./tocsin.ts";

describe("a shell completes the command line", () => {
  let project: Project;
  let path_: string;
  beforeAll(async () => {
    project = new Project();
    project.alert(50);
    path_ = mkdtempSync(path.join(tmpdir(), "tocsin-path-"));
    writeFileSync(
      path.join(path_, "tocsin"),
      `#!/bin/sh\nexec ${[process.execPath, ...typed].map((word) => `"${word}"`).join(" ")} "$@"\n`,
      {
        mode: 0o755,
      },
    );
  });
  afterAll(() => {
    project.destroy();
    rmSync(path_, { recursive: true, force: true });
  });

  /** What bash offers for the last of these words. */
  function offered(...words: string[]): string[] {
    const script = `eval "$(tocsin completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tocsin; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync("bash", ["-c", script, "bash", ...words], {
      cwd: project.folder,
      env: { ...process.env, PATH: `${path_}:${process.env.PATH}` },
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout.split("\n").filter((word) => word !== "");
  }

  it("commands, options of a command, stacks that have a file, ids that are there", () => {
    expect(offered("tocsin", "dr")).toEqual(["drill"]);
    expect(offered("tocsin", "verify", "--st")).toEqual(["--stack"]);
    expect(offered("tocsin", "local", "u")).toEqual(["up"]);
    expect(offered("tocsin", "verify", "--stack", "lo")).toEqual(["local"]);
    const [id = ""] = tocsin(project.folder, ["list", "--ids"]).out.split("\n");
    expect(offered("tocsin", "drill", id.slice(0, 3))).toEqual([id]);
  });

  it("refuses a shell that it does not know", () => {
    expect(tocsin(project.folder, ["completion", "tcsh"])).toEqual({
      code: 2,
      out: "",
      err: "There is no completion for tcsh: name one of bash, zsh, fish.\n",
    });
  });

  const two: CompletedCommand[] = [
    { name: "list", about: "list the team's alerts: all", words: ["--ids"], takesIds: true },
    { name: "up", about: "provision", words: ["--stack"], takesIds: false },
  ];

  it("in zsh", () => {
    expect(completionScripts.zsh(two)).toBe(`#compdef tocsin
_tocsin() {
  local words_=""
  if [[ "$words[CURRENT-1]" == "--stack" ]]; then
    compadd -- \${(f)"$(ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.//; s/\\.yaml$//')"}
    return
  fi
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
      'list:list the team'\\''s alerts\\: all'
      'up:provision'
    )
    _describe command commands
    return
  fi
  case "$words[2]" in
    list) words_="--ids $(tocsin list --ids 2>/dev/null)" ;;
    up) words_="--stack" ;;
  esac
  compadd -- \${=words_}
}
compdef _tocsin tocsin
`);
  });

  it("in fish", () => {
    expect(
      completionScripts.fish(two),
    ).toBe(`complete -c tocsin -f -n __fish_use_subcommand -a list -d 'list the team\\'s alerts: all'
complete -c tocsin -f -n '__fish_seen_subcommand_from list' -a '--ids (tocsin list --ids 2>/dev/null)'
complete -c tocsin -f -n __fish_use_subcommand -a up -d 'provision'
complete -c tocsin -f -n '__fish_seen_subcommand_from up' -a '--stack'
complete -c tocsin -f -n 'contains -- --stack (commandline -opc)[-1]' -a "(ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.//; s/\\.yaml\\$//')"
`);
  });
});
