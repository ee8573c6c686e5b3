/** `tocsin quarterly`: the review of a quarter, as a page: how good the alerts were. */

import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { qualityOf } from "../../app/quality.ts";
import { printable } from "../../model/printable.ts";
import { localDirectory } from "../../project/emulated.ts";
import { qualityPage } from "../../quality/page.ts";
import { qualityExitCode, qualityReport } from "../../quality/report.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { withoutSecrets } from "../../vendors/secrets.ts";
import { historyFrom, optionsOf } from "../options.ts";

const optionsShape = z.object({
  stack: z.string().optional(),
  days: z.coerce.number().int().min(1).max(365).default(90),
  history: z.string().optional(),
  calls: z.coerce.number().int().min(1).max(100_000).default(2000),
  out: z.string().optional(),
  json: z.boolean().default(false),
});

/** `tocsin quarterly`. Exit: 0 nothing to decide, 1 something is, 2 wrong use, 3 something could not be read. */
export function quarterlyCommand(command: Command, { root }: { root: string }): void {
  command
    .option("--stack <name>", "read the history of this stack's vendors")
    .option("--days <n>", "how far to look back", "90")
    .option("--history <file>", "read the history from a file instead; touches no vendor")
    .option("--calls <n>", "how many calls may be made", "2000")
    .option("--out <file>", "where to write the page (default: .local/reports/quarterly.md)")
    .option("--json", "print the result as JSON, and write no page")
    .action(async (raw: unknown) => {
      await run(root, optionsOf(optionsShape, raw));
    });
}

async function run(root: string, options: z.infer<typeof optionsShape>): Promise<void> {
  const report = await qualityOf(root, { ...options, ...historyFrom(options) });
  process.exitCode = qualityExitCode(report);
  if (options.json) return void process.stdout.write(jsonText(qualityReport.parse(report)));
  const file = path.resolve(options.out ?? path.join(localDirectory(root), "reports", "quarterly.md"));
  writeWhole(file, withoutSecrets(qualityPage(report)));
  const open = report.alerts.filter(({ concerns }) => concerns.length > 0).length;
  for (const problem of report.problems) console.error(`not read: ${printable(problem)}`);
  const rest = report.complete ? "" : " so far; not everything could be read";
  const judged = plural(report.alerts.length, "alert");
  process.stdout.write(`${judged} judged, ${open} to decide about${rest}.\nPage: ${file}\n`);
}
