import type { Command } from "commander";
import { z } from "zod";
import { backtestProject } from "../../app/backtest.ts";
import { backtestReport } from "../../app/history/report.ts";
import { backtestText } from "../../app/history/text.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { historyFrom, jsonOption } from "../options.ts";

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
 * Adds `tocsin backtest [ids...] [--stack S | --history FILE]`. Exit code 0; 2 for wrong use; 3 when history that was asked for
 * could not be read (what could be is reported).
 */
export function backtestCommand(program: Command, { root }: { root: string }): void {
  program
    .command("backtest")
    .description("run definitions over history: when they would have fired")
    .argument("[ids...]", "only these definitions; * stands for anything: 'web-api/*'")
    .option("--stack <name>", "read the history of this stack's vendors")
    .option("--days <n>", "how far to look back", "30")
    .option("--history <file>", "read the history from a file instead; touches no vendor")
    .option("--base <file>", "only what differs from this output of `tocsin compile --json`, beside it")
    .option("--calls <n>", "how many calls may be made", "300")
    .addOption(jsonOption())
    .action(async (ids: string[], raw: unknown) => {
      const parsed = optionShape.safeParse(raw);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new UsageError(`--${issue?.path.join(".")} is wrong: ${issue?.message}.`);
      }
      const report = await backtestProject(root, ids, { ...parsed.data, ...historyFrom(parsed.data) });
      process.stdout.write(parsed.data.json ? jsonText(backtestReport.parse(report)) : backtestText(report));
      process.exitCode = report.complete ? 0 : 3;
    });
}
