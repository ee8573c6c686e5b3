import type { Command } from "commander";
import { z } from "zod";
import { backtestProject } from "../../app/backtest.ts";
import { backtestReport } from "../../app/history/report.ts";
import { backtestText } from "../../app/history/text.ts";
import { jsonText } from "../../shared/json-text.ts";
import { historyFrom, jsonOption, optionsOf } from "../options.ts";

const positive = (most: number) => z.coerce.number().int().min(1).max(most);
const optionShape = z.object({
  stack: z.string().optional(),
  days: positive(365).default(30),
  history: z.string().optional(),
  base: z.string().optional(),
  calls: positive(100_000).default(300),
  json: z.boolean().default(false),
});

/**
 * `tocsin backtest [ids...] [--stack S | --history FILE]`. Exit code 0; 2 for wrong use; 3 when history that was asked for
 * could not be read (what could be is reported).
 */
export function backtestCommand(command: Command, { root }: { root: string }): void {
  command
    .argument("[ids...]", "only these definitions; * stands for anything: 'web-api/*'")
    .option("--stack <name>", "read the history of this stack's vendors")
    .option("--days <n>", "how far to look back", "30")
    .option("--history <file>", "read the history from a file instead; touches no vendor")
    .option("--base <file>", "only what differs from this output of `tocsin compile --json`, beside it")
    .option("--calls <n>", "how many calls may be made", "300")
    .addOption(jsonOption())
    .action(async (ids: string[], raw: unknown) => {
      const options = optionsOf(optionShape, raw);
      const report = await backtestProject(root, ids, { ...options, ...historyFrom(options) });
      process.stdout.write(options.json ? jsonText(backtestReport.parse(report)) : backtestText(report));
      process.exitCode = report.complete ? 0 : 3;
    });
}
