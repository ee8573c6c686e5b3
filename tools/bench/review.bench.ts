import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { budgetLine, timeCommand } from "./timing.ts";

/*
 * Reviews 1,000 objects, base and head, without backtest: the base from git, compiled in a worktree, and both from JSON.
 * A tenth of the alerts is changed. Run: npm run bench review
 */
const root = process.cwd();
const tool = path.join(root, "packages/tocsin/bin/tocsin.mjs");
const count = 1000;
const perFile = 50;

const definition = (n: number, critical: number) => `
export const alert${n} = alert({
  id: "bench-${Math.floor(n / perFile)}/alert-${n}",
  source: ["monitoring 3.1"],
  title: "Errors of part ${n}",
  service: "cliply-web",
  owner: "founder",
  severity: "${["page", "ticket", "info"][n % 3]}",
  signal: logCount({ source: vercelLogs("cliply-web"), filter: { phrases: ["part ${n} failed"], status: [500, 599] } }),
  condition: above(${critical}, { per: minutes(5), warning: 10, noData: "zero" }),
  route: "founder-and-alerts",
  why: "Part ${n} does not work for anybody.",
  causes: ["a bad deployment", "the database"],
  firstChecks: ["Was there a deployment?", "Which error is it?", "Does the database answer?"],
  recovered: "No errors for ten minutes.",
  runbook: "api-error-spike",
});`;

const project = mkdtempSync(path.join(tmpdir(), "tocsin-bench-"));

function write(critical: (n: number) => number): void {
  const head = 'import { above, alert, logCount, minutes, vercelLogs } from "tocsin";\n';
  for (let file = 0; file < count / perFile; file++) {
    const text = Array.from({ length: perFile }, (_, i) =>
      definition(file * perFile + i, critical(file * perFile + i)),
    );
    writeFileSync(path.join(project, "alerts", `part-${file}.ts`), head + text.join("\n"));
  }
}

const json = (name: string) => {
  const command = [tool, "compile", "--stack", "local", "--json"];
  writeFileSync(
    path.join(project, name),
    execFileSync(process.execPath, command, { cwd: project, maxBuffer: 1 << 28 }),
  );
};

try {
  mkdirSync(path.join(project, "alerts"));
  for (const shared of ["node_modules"]) symlinkSync(path.join(root, shared), path.join(project, shared));
  for (const file of ["Pulumi.yaml", "Pulumi.local.yaml", "alerts/routes.ts"])
    cpSync(path.join(root, file), path.join(project, file));
  writeFileSync(path.join(project, ".gitignore"), "/node_modules\n*.json\n");
  write(() => 50);
  json("base.json");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@b", ...args], { cwd: project });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "base");
  write((n) => (n % 10 === 0 ? 80 : 50));
  json("head.json");
  // Ends with 1: there are dangerous changes.
  const run = (...args: string[]) =>
    timeCommand([process.execPath, tool, "review", "--stack", "local", "--no-backtest", ...args], project, {
      expected: 1,
    });
  console.log(budgetLine("review of 1,000 objects, base from git", run("--base", "HEAD"), 1.0));
  console.log(
    budgetLine(
      "review of 1,000 objects, both from JSON",
      run("--base-json", "base.json", "--head-json", "head.json"),
      1.0,
    ),
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}
