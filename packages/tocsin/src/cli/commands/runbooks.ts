/** `tocsin runbooks`: the written parts of the runbook pages, made from the definitions and a stack's settings. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { loadProject } from "../../project/project.ts";
import { blocksOf } from "../../runbooks/blocks.ts";
import { fill } from "../../runbooks/page.ts";
import { jsonText } from "../../shared/json-text.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { jsonOption, stackOption } from "../options.ts";

const optionsShape = z.object({
  stack: z.string(),
  write: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** Shape of `tocsin runbooks --json`. */
export const runbooksShape = z.object({
  stack: z.string(),
  pages: z.array(
    z.object({
      page: z.string(),
      state: z.enum(["current", "outdated", "written", "unusable"]),
      problems: z.array(z.string()),
    }),
  ),
});
type Page = z.infer<typeof runbooksShape>["pages"][number];

/** Adds the command. Exit: 0 all pages are as they would be written, 1 some are not, 2 wrong use or configuration. */
export function runbooksCommand(program: Command, { root }: { root: string }): void {
  program
    .command("runbooks")
    .description("check or write the generated parts of the runbooks")
    .addOption(stackOption("the stack whose addresses, people and channels they show"))
    .option("--write", "write them; what stands outside of their marks stays")
    .addOption(jsonOption())
    .action(async (raw: unknown) => run(root, optionsShape.parse(raw)));
}

async function run(root: string, { stack: name, write, json }: z.infer<typeof optionsShape>): Promise<void> {
  const { stack, definitions, routes } = await loadProject(root, name);
  const names = [...new Set(definitions.map(({ runbook }) => runbook))].sort();
  const pages = names.map((page): Page => {
    const file = path.join(root, "runbooks", `${page}.md`);
    if (!existsSync(file)) return { page, state: "unusable", problems: ["it is not there"] };
    const text = readFileSync(file, "utf8");
    const own = definitions.filter(({ runbook }) => runbook === page);
    const filled = fill(text, blocksOf(page, text, { stack, definitions: own, routes }), name);
    if (filled.text === null) return { page, state: "unusable", problems: filled.problems };
    if (filled.text === text) return { page, state: "current", problems: [] };
    if (!write) return { page, state: "outdated", problems: [] };
    writeWhole(file, filled.text);
    return { page, state: "written", problems: [] };
  });
  if (json) process.stdout.write(jsonText(runbooksShape.parse({ stack: name, pages })));
  else process.stdout.write(told(pages, name));
  process.exitCode = pages.every(({ state }) => state === "current" || state === "written") ? 0 : 1;
}

function told(pages: readonly Page[], stack: string): string {
  const lines = pages.flatMap(({ page, state, problems }) => {
    if (state === "current") return [];
    const file = `runbooks/${page}.md`;
    if (state === "written") return [`Written: ${file}`];
    if (state === "outdated") return [`${file} is not what the definitions make of it.`];
    return problems.map((problem) => `${file}: ${problem}. docs/how-to/runbooks.md says how a page is built.`);
  });
  const outdated = pages.some(({ state }) => state === "outdated");
  const remedy = outdated ? [`Run \`tocsin runbooks --stack ${stack} --write\` and commit the pages.`] : [];
  const current = pages.filter(({ state }) => state === "current" || state === "written").length;
  return `${[...lines, ...remedy, `${current} of ${pages.length} runbooks match the definitions.`].join("\n")}\n`;
}
