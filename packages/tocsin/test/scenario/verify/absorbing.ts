import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll } from "vitest";
import { verifyCommand } from "../../../src/cli/commands/verify.ts";
import { loadProject } from "../../../src/project/project.ts";
import type { World } from "./world.ts";

export const original = path.resolve(import.meta.dirname, "../../../../..");

/** The project that is live in a world, in a folder where its files can be edited, and `verify` run in it. */
export function absorbing(world: () => World) {
  let root = "";
  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "tocsin-absorb-"));
    const files = ["alerts", "synthetics", "package.json", "Pulumi.yaml", "Pulumi.local.yaml", "packages/probe"];
    for (const file of files) await cp(path.join(original, file), path.join(root, file), { recursive: true });
    await symlink(path.join(original, "node_modules"), path.join(root, "node_modules"));
    await mkdir(path.join(root, ".local"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
    git("init", "-q");
    git("add", "alerts", "synthetics");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "all");
  });
  afterAll(() => rm(root, { recursive: true }));

  async function run(argv: string[], env: Record<string, string> = {}) {
    const outcome = { text: "", code: 0 };
    const program = new Command("tocsin").exitOverride();
    await writeFile(path.join(root, ".local", "vendors.json"), JSON.stringify(world().connections));
    verifyCommand(program.command("verify"), {
      root,
      env: { NO_COLOR: "1", ...env },
      load: (_, stack) => loadProject(root, stack),
      print: (text) => {
        outcome.text += text;
      },
      setExitCode: (code) => {
        outcome.code = code;
      },
    });
    await program.parseAsync(["node", "tocsin", "verify", "--stack", "local", ...argv]);
    return outcome;
  }

  /** Changed lines of the definition files. */
  const edits = (): string[] =>
    execFileSync("git", ["diff", "-U0"], { cwd: root, encoding: "utf8" })
      .split("\n")
      .filter((line) => /^[+-](?![+-])/.test(line));

  return { root: () => root, run, edits };
}
