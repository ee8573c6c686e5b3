import type { Command } from "commander";
import { z } from "zod";
import { markdown } from "../../review/markdown.ts";
import { exitCode, review as reviewShape } from "../../review/report.ts";
import { reviewOf } from "../../review/review.ts";
import { sidesOf } from "../review/sides.ts";

const optionsShape = z.object({
  base: z.string().optional(),
  baseJson: z.string().optional(),
  headJson: z.string().optional(),
  stack: z.string().optional(),
  json: z.boolean().default(false),
});

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface ReviewSurroundings {
  /** The project's root folder. */
  root: string;
  /** Writes to standard output. */
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

/** Adds `tocsin review --base REF`. Exit code: see `exitCode`. */
export function reviewCommand(program: Command, surroundings: ReviewSurroundings): void {
  program
    .command("review")
    .description("say in alerting words what a change does; one Markdown comment")
    .option("--base <ref>", "what to compare with: a branch, tag or commit")
    .option("--base-json <file>", "the base as `tocsin compile --json` printed it")
    .option("--head-json <file>", "the head likewise; without it the working copy")
    .option("--stack <name>", "the stack; without it the first of prod, staging, local that is filled in")
    .option("--json", "print the review as JSON instead of Markdown")
    .action(async (raw: unknown) => run(optionsShape.parse(raw), surroundings));
}

async function run(options: z.infer<typeof optionsShape>, surroundings: ReviewSurroundings): Promise<void> {
  const { root, print, setExitCode } = surroundings;
  const { project: _project, ...sides } = await sidesOf(root, {
    stack: options.stack,
    base: options.base,
    baseJson: options.baseJson,
    headJson: options.headJson,
  });
  const review = reviewOf({ ...sides, lint: null });
  print(options.json ? `${JSON.stringify(reviewShape.parse(review), null, 2)}\n` : markdown(review));
  setExitCode(exitCode(review));
}
