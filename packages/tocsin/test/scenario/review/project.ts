import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { reviewCommand } from "../../../src/cli/commands/review.ts";

const root = process.cwd();

/** A small project under git: one definition, the local stack, and the tool as it is here. */
export class Project {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "tocsin-reviewed-")));

  constructor() {
    for (const shared of ["node_modules"]) symlinkSync(path.join(root, shared), path.join(this.folder, shared));
    mkdirSync(path.join(this.folder, "alerts"));
    for (const file of ["Pulumi.yaml", "Pulumi.local.yaml", "alerts/routes.ts"]) {
      cpSync(path.join(root, file), path.join(this.folder, file));
    }
    this.write(".gitignore", "/node_modules\n");
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "somebody");
    this.git("config", "user.email", "somebody@example.com");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), text);
  }

  remove(file: string): void {
    rmSync(path.join(this.folder, file), { recursive: true, force: true });
  }

  /** The one definition, with this threshold. */
  alert(critical: number | string): void {
    this.write(
      "alerts/shop.ts",
      `import { above, alert, logCount, minutes, vercelLogs } from "tocsin";
export const failing = alert({
  id: "shop/errors", source: ["monitoring 3.1"], title: "Errors in the shop", service: "cliply-web", owner: "founder",
  severity: "page",
  signal: logCount({ source: vercelLogs("cliply-web"), filter: { phrases: ["it broke"] } }),
  condition: above(${critical}, { per: minutes(5), noData: "zero" }),
  route: "founder-and-alerts", why: "Nobody can buy.", causes: ["a deployment"], firstChecks: ["Was there one?"],
  recovered: "An order goes through.", runbook: "api-error-spike",
});
`,
    );
  }

  /** Commits all that there is; the commit's id. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** The worktrees that git knows, but for the project itself. */
  worktrees(): string[] {
    return this.git("worktree", "list", "--porcelain")
      .split("\n")
      .filter((line) => line.startsWith("worktree ") && line !== `worktree ${this.folder}`);
  }

  destroy(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Ran {
  code: number;
  output: string;
  warnings: string;
}

/** Runs `tocsin review` within this process. */
export const review = (folder: string, ...args: string[]): Promise<Ran> => reviewWith({}, folder, ...args);

/** The same with variables of a workflow. */
export async function reviewWith(env: Record<string, string>, folder: string, ...args: string[]): Promise<Ran> {
  const ran: Ran = { code: 0, output: "", warnings: "" };
  const program = new Command().exitOverride();
  reviewCommand(program.command("review"), {
    root: folder,
    env,
    print: (text) => {
      ran.output += text;
    },
    warn: (text) => {
      ran.warnings += text;
    },
    setExitCode: (code) => {
      ran.code = code;
    },
  });
  await program.parseAsync(["node", "tocsin", "review", ...args]);
  return ran;
}

/** Stands for the tool of a commit: prints what it is given, with this exit code. */
export const ownTool = (print: string, code = 0): string =>
  `#!/usr/bin/env node\nprocess.${code === 0 ? "stdout" : "stderr"}.write(${JSON.stringify(print)});\nprocess.exitCode = ${code};\n`;
