import { existsSync, readdirSync } from "node:fs";
import type { Command } from "commander";
import { z } from "zod";
import { ConfigurationError, type Problem, problemsText, sortProblems } from "../../model/problem.ts";
import { loadDefinitions } from "../definitions.ts";
import { loadStack } from "../project.ts";

/** Shape of `tocsin lint --json`. */
const lintShape = z.object({
  definitions: z.number(),
  problems: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(["error", "warning"]),
      file: z.string().nullable(),
      line: z.number().nullable(),
      definition: z.string().nullable(),
      message: z.string(),
      remedy: z.string(),
    }),
  ),
});

/** Stacks that have a file, in alphabetical order. */
function stackNames(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .flatMap((file) => file.match(/^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/)?.[1] ?? [])
    .sort();
}

/** What is wrong with a stack's settings; a file that still holds placeholders is not filled in yet, which is no problem. */
function stackProblems(root: string, stack: string, strict: boolean): Problem[] {
  try {
    loadStack(root, stack);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const unfilled = error.problems.some((p) => p.rule === "stack/placeholder");
    if (unfilled && !strict) return error.problems.filter((p) => p.rule !== "stack/placeholder");
    if (error.problems.length > 0) return [...error.problems];
    return [
      {
        rule: "stack/invalid",
        severity: "error",
        file: `Pulumi.${stack}.yaml`,
        line: null,
        definition: null,
        message: error.message,
        remedy: "Correct the stack file.",
      },
    ];
  }
}

/** Adds `tocsin lint [--stack S] [--json]`. Exit code 1 with problems. */
export function lintCommand(program: Command, { root }: { root: string }): void {
  program
    .command("lint")
    .description("list everything wrong in the definitions and stack files, at once; offline")
    .option("--stack <name>", "also require this stack's file to be filled in")
    .option("--json", "as JSON")
    .action(async (options: { stack?: string; json?: boolean }) => {
      const loaded = await loadDefinitions(root);
      const stacks = [...new Set([...stackNames(root), ...(options.stack ? [options.stack] : [])])];
      const problems = sortProblems([
        ...loaded.problems,
        ...stacks.flatMap((stack) => stackProblems(root, stack, stack === options.stack)),
      ]);
      if (options.json) {
        const report = lintShape.parse({ definitions: loaded.definitions.length, problems });
        process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        if (problems.length > 0) console.log(problemsText(problems));
        const count =
          problems.length === 0 ? "no problems" : problems.length === 1 ? "1 problem" : `${problems.length} problems`;
        console.log(`${loaded.definitions.length} definitions, ${count}.`);
      }
      process.exitCode = problems.some((p) => p.severity === "error") ? 1 : 0;
    });
}
