import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { z } from "zod";
import { render, renderForGithub } from "../../lint/render.ts";
import { exitCode } from "../../lint/report.ts";
import { lintProject } from "../lint/run.ts";

const optionsShape = z.object({
  stack: z.string().optional(),
  json: z.boolean().default(false),
  format: z.enum(["text", "json", "github"]).default("text"),
});

/** Adds `tocsin lint [--stack S] [--json | --format F]`. Exit code: see `exitCode` of lint's report. */
export function lintCommand(program: Command, { root }: { root: string }): void {
  program
    .command("lint")
    .description("list everything wrong in the definitions and stack files, at once; offline")
    .option("--stack <name>", "judge this stack only, and require its file to be filled in")
    .option("--json", "the same as --format json")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json", "github"]))
    .action(async (raw: unknown) => {
      const options = optionsShape.parse(raw);
      const { report, places } = await lintProject({
        root,
        ...(options.stack === undefined ? {} : { stack: options.stack }),
        today: new Date(),
      });
      const format = options.json ? "json" : options.format;
      const colors = createColors(process.env.NO_COLOR === undefined && process.stdout.isTTY === true);
      process.stdout.write(
        format === "json"
          ? `${JSON.stringify(report, null, 2)}\n`
          : format === "github"
            ? renderForGithub(report)
            : render(report, places.line, colors),
      );
      process.exitCode = exitCode(report);
    });
}
