import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { loadCoverage, pageFile } from "../../app/coverage.ts";
import { summaryOf } from "../../coverage/render.ts";
import { type Problem, problemsText, sortProblems } from "../../model/problem.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { jsonOption } from "../options.ts";

const optionsShape = z.object({
  write: z.boolean().default(false),
  check: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** Shape of `tocsin coverage --json`. */
export const coverageShape = z.object({
  sections: z.number().int(),
  facts: z.number().int(),
  placed: z.number().int(),
  reasoned: z.number().int(),
  outside: z.number().int(),
  problems: z.array(z.object({ rule: z.string(), definition: z.string().nullable(), message: z.string() })),
});

/** `tocsin coverage`. Exit code 1: a place is not there, a number is unexplained, or (with --check) the page is old. */
export function coverageCommand(command: Command, { root }: { root: string }): void {
  command
    .option("--write", `write ${pageFile}`)
    .option("--check", `also hold ${pageFile} against what would be written`)
    .addOption(jsonOption())
    .action(async (raw: unknown) => run(root, optionsShape.parse(raw)));
}

async function run(root: string, { write, check, json }: z.infer<typeof optionsShape>): Promise<void> {
  if (write && check) throw new UsageError("Use one of --write and --check.");
  const { sections, problems: found, page } = await loadCoverage(root);
  const problems = [...found];
  const target = path.join(root, pageFile);
  if (check && (existsSync(target) ? readFileSync(target, "utf8") : "") !== page) problems.push(outdated());
  if (write && problems.length === 0) writeWhole(target, page);
  const summary = summaryOf(sections);
  if (json) {
    const told = sortProblems(problems).map(({ rule, definition, message }) => ({ rule, definition, message }));
    process.stdout.write(jsonText(coverageShape.parse({ ...summary, problems: told })));
  } else {
    if (problems.length > 0) process.stdout.write(`${problemsText(problems)}\n\n`);
    const { facts, placed, reasoned } = summary;
    const end = problems.length === 0 ? "everything is where it should be" : plural(problems.length, "problem");
    process.stdout.write(
      `${facts} facts of ${summary.sections} sections: ${placed} with a place, ${reasoned} with a reason; ${end}.\n`,
    );
    if (write)
      process.stdout.write(problems.length === 0 ? `Written: ${pageFile}\n` : `${pageFile} was not written.\n`);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

const outdated = (): Problem => ({
  rule: "coverage/outdated",
  severity: "error",
  file: pageFile,
  line: null,
  definition: null,
  message: "it is not what the facts and definitions make of it",
  remedy: "Run `tocsin coverage --write` and commit the page.",
});
