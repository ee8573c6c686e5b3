/**
 * `tocsin runbooks`: the written parts of the runbook pages, made from the definitions and a stack's settings; and whole pages for
 * the people on call of a stack, whose names and addresses then need not stand in the repository.
 */

import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { withoutByteOrderMark } from "../../model/byte-order-mark.ts";
import { localDirectory } from "../../project/emulated.ts";
import { loadProject } from "../../project/project.ts";
import { blocksOf, byUrgency } from "../../runbooks/blocks.ts";
import { type Place, type Runbook, runbookHtml, runbookIndex } from "../../runbooks/html.ts";
import { fill } from "../../runbooks/page.ts";
import { jsonText } from "../../shared/json-text.ts";
import { withPages } from "../../shared/pages.ts";
import { readText } from "../../shared/text-file.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { jsonOption, stackOption } from "../options.ts";

const optionsShape = z.object({
  stack: z.string(),
  write: z.boolean().default(false),
  html: z.union([z.string(), z.literal(true)]).optional(),
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
  /** The index of the HTML pages; null when none were asked for. */
  html: z.string().nullable(),
});
type Page = z.infer<typeof runbooksShape>["pages"][number];

/** Exit: 0 all pages are as they would be written, 1 some are not, 2 wrong use or configuration. */
export function runbooksCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption("the stack whose addresses, people and channels they show"))
    .option("--write", "write them; what stands outside of their marks stays")
    .option("--html [folder]", "write them as HTML for this stack, and leave the repository as it is")
    .addOption(jsonOption())
    .action(async (raw: unknown) => run(root, optionsShape.parse(raw)));
}

async function run(root: string, { stack: name, write, html, json }: z.infer<typeof optionsShape>): Promise<void> {
  const { stack, definitions, routes } = await loadProject(root, name);
  const names = [...new Set(definitions.map(({ runbook }) => runbook))].sort();
  const filledIn: Runbook[] = [];
  const pages = names.map((page): Page => {
    const file = path.join(root, "runbooks", `${page}.md`);
    if (!existsSync(file)) return { page, state: "unusable", problems: ["it is not there"] };
    const text = readText(file, { marked: true });
    const own = definitions.filter(({ runbook }) => runbook === page);
    const filled = fill(text, blocksOf(page, text, { stack, definitions: own, routes }), name);
    if (filled.text === null) return { page, state: "unusable", problems: filled.problems };
    filledIn.push({ name: page, text: withoutByteOrderMark(filled.text), alerts: byUrgency(own) });
    if (filled.text === text) return { page, state: "current", problems: [] };
    if (!write) return { page, state: "outdated", problems: [] };
    writeWhole(file, filled.text);
    return { page, state: "written", problems: [] };
  });
  const index = html === undefined ? null : path.join(folderOf(root, name, html), "index.html");
  if (index !== null) writePages(path.dirname(index), filledIn, { stack: name, base: stack.runbooks });
  if (json) process.stdout.write(jsonText(runbooksShape.parse({ stack: name, pages, html: index })));
  else process.stdout.write(withPages(told(pages, name, index), root));
  const isFine = ({ state }: Page) =>
    state === "current" || state === "written" || (index !== null && state === "outdated");
  process.exitCode = pages.every(isFine) ? 0 : 1;
}

const folderOf = (root: string, stack: string, asked: string | true): string =>
  asked === true ? path.join(localDirectory(root), "reports", `runbooks-${stack}`) : path.resolve(asked);

function writePages(folder: string, runbooks: readonly Runbook[], place: Place): void {
  const names = new Set(runbooks.map(({ name }) => name));
  for (const runbook of runbooks)
    writeWhole(path.join(folder, `${runbook.name}.html`), runbookHtml(runbook, names, place));
  writeWhole(path.join(folder, "index.html"), runbookIndex(runbooks, place.stack));
}

function told(pages: readonly Page[], stack: string, index: string | null): string {
  const lines = pages.flatMap(({ page, state, problems }) => {
    const file = `runbooks/${page}.md`;
    if (state === "written") return [`Written: ${file}`];
    if (state === "outdated" && index === null) return [`${file} is not what the definitions make of it.`];
    return problems.map((problem) => `${file}: ${problem}. docs/how-to/runbooks.md says how a page is built.`);
  });
  if (index !== null) {
    const shown = pages.filter(({ state }) => state !== "unusable").length;
    return `${[...lines, `${shown} of ${pages.length} runbooks, filled in for ${stack}: ${index}`].join("\n")}\n`;
  }
  const outdated = pages.some(({ state }) => state === "outdated");
  const remedy = outdated ? [`Run \`tocsin runbooks --stack ${stack} --write\` and commit the pages.`] : [];
  const current = pages.filter(({ state }) => state === "current" || state === "written").length;
  return `${[...lines, ...remedy, `${current} of ${pages.length} runbooks match the definitions.`].join("\n")}\n`;
}
