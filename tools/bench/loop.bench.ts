import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { budgetLine, timeCommand } from "./timing.ts";

/*
 * What a developer of the tool waits for after an edit: one file of unit tests, and one scenario, which runs the built tool.
 * Adds a line to a file that nearly everything imports, and takes it away at the end.
 * Run: npm run bench loop
 */
const root = process.cwd();
const edited = path.join(root, "packages/tocsin/src/model/units.ts");
const original = readFileSync(edited, "utf8");
let edits = 0;
const edit = () => writeFileSync(edited, `${original}// ${++edits}\n`);
const run = (project: string, file: string) =>
  timeCommand(["npx", "vitest", "run", "--project", project, file], root, { runs: 3, before: edit });

try {
  console.log(budgetLine("one unit file after an edit", run("unit", "packages/tocsin/test/model/check.test.ts"), 3));
  const scenario = "packages/tocsin/test/scenario/cli/completion.test.ts";
  console.log(budgetLine("one scenario after an edit", run("scenario", scenario), 5));
} finally {
  writeFileSync(edited, original);
}
