import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { budgetLine, timeCommand } from "./timing.ts";

/*
 * The command line from a cold start: help, and lint and compile of 2,000 definitions (40 files of 50).
 * Run: npm run bench command-line
 */
const root = process.cwd();
const tool = path.join(root, "packages/tocsin/bin/tocsin.mjs");
const count = 2000;
const perFile = 50;

const definition = (n: number) => `
export const alert${n} = alert({
  id: "bench-${Math.floor(n / perFile)}/alert-${n}",
  source: ["monitoring 3.1"],
  title: "Errors of part ${n}",
  service: "cliply-web",
  owner: "founder",
  severity: "${["page", "ticket", "info"][n % 3]}",
  signal: logCount({ source: vercelLogs("cliply-web"), filter: { phrases: ["part ${n} failed"], status: [500, 599] } }),
  condition: above(${50 + n}, { per: minutes(5), warning: ${10 + n}, noData: "zero" }),
  route: "founder-and-alerts",
  why: "Part ${n} does not work for anybody.",
  causes: ["a bad deployment", "the database"],
  firstChecks: ["Was there a deployment?", "Which error is it?", "Does the database answer?"],
  recovered: "No errors for ten minutes.",
  runbook: "api-error-spike",
});`;

const project = mkdtempSync(path.join(tmpdir(), "tocsin-bench-"));
try {
  mkdirSync(path.join(project, "alerts"));
  for (const shared of ["node_modules"]) symlinkSync(path.join(root, shared), path.join(project, shared));
  for (const file of ["Pulumi.yaml", "Pulumi.local.yaml", "alerts/routes.ts"])
    cpSync(path.join(root, file), path.join(project, file));
  const head = 'import { above, alert, logCount, minutes, vercelLogs } from "tocsin";\n';
  for (let file = 0; file < count / perFile; file++) {
    const text = Array.from({ length: perFile }, (_, i) => definition(file * perFile + i)).join("\n");
    writeFileSync(path.join(project, "alerts", `part-${file}.ts`), head + text);
  }
  // A route without a pager is what lint has to say of these; a benchmark wants an exit code of 0.
  const entry = "id: alert/page-without-pager, at: founder-and-alerts, until: 2999-12-31";
  writeFileSync(path.join(project, "exceptions.yaml"), `- { ${entry}, reason: nobody is woken by a benchmark }\n`);
  const run = (...args: string[]) => timeCommand([process.execPath, tool, ...args], project);
  console.log(budgetLine("tocsin --help", run("--help"), 0.2));
  console.log(budgetLine("lint of 2,000 definitions", run("lint"), 0.8));
  console.log(
    budgetLine(
      "lint + compile of 2,000 definitions (compile --json)",
      run("compile", "--stack", "local", "--json"),
      0.8,
    ),
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}
