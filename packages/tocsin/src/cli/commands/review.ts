import type { Command } from "commander";
import { z } from "zod";
import { runbookPages } from "../../app/lint/stacks.ts";
import { backtestsOf } from "../../app/review/backtests.ts";
import { post, targetFrom } from "../../app/review/github.ts";
import { lintOfBoth } from "../../app/review/lint.ts";
import { repositoryOf } from "../../app/review/repository.ts";
import { sidesOf } from "../../app/review/sides.ts";
import { brokenGlass } from "../../app/verify-stack.ts";
import { isGated } from "../../gate/gate.ts";
import type { Broken } from "../../model/broken.ts";
import { ConfigurationError } from "../../model/problem.ts";
import type { StackConfig } from "../../model/stack.ts";
import { loadStack } from "../../project/stack-file.ts";
import { markdown } from "../../review/markdown.ts";
import { reviewPage } from "../../review/page.ts";
import { exitCode, type Review, review as reviewShape } from "../../review/report.ts";
import { reviewOf } from "../../review/review.ts";
import { jsonText } from "../../shared/json-text.ts";
import { progressLog, silent } from "../../shared/progress.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { withoutSecrets } from "../../vendors/secrets.ts";
import { jsonOption, optionsOf } from "../options.ts";

const optionsShape = z.object({
  base: z.string().optional(),
  baseJson: z.string().optional(),
  headJson: z.string().optional(),
  stack: z.string().optional(),
  post: z.boolean().default(false),
  pr: z.coerce.number().int().positive().optional(),
  wholeAt: z.string().optional(),
  html: z.string().optional(),
  history: z.string().optional(),
  days: z.coerce.number().int().min(1).max(365).default(30),
  calls: z.coerce.number().int().min(1).max(100_000).default(300),
  backtest: z.boolean().default(true),
  json: z.boolean().default(false),
});

type Options = z.infer<typeof optionsShape>;

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface ReviewSurroundings {
  /** The project's root folder. */
  root: string;
  env: Record<string, string | undefined>;
  /** Writes to standard output. */
  print: (text: string) => void;
  /** Writes to standard error. */
  warn: (text: string) => void;
  setExitCode: (code: number) => void;
}

/** `tocsin review --base REF`. Exit code: see `exitCode`. */
export function reviewCommand(command: Command, surroundings: ReviewSurroundings): void {
  command
    .option("--base <ref>", "what to compare with: a branch, tag or commit")
    .option("--base-json <file>", "the base as `tocsin compile --json` printed it")
    .option("--head-json <file>", "the head likewise; without it the working copy")
    .option("--stack <name>", "the stack; without it the first that is filled in, production first")
    .option("--post", "also write it as the pull request's comment, in the place of the one before (GITHUB_TOKEN)")
    .option("--pr <number>", "the pull request to write to; without it the one that the workflow runs for")
    .option("--whole-at <address>", "where the whole review stands, for a comment that has no room for it")
    .option("--html <file>", "also write the whole review as one page, with plots of the backtest")
    .option("--history <file>", "the past for the backtest from a file instead of the vendors")
    .option("--days <n>", "how far the backtest looks back", "30")
    .option("--calls <n>", "how many calls it may make", "300")
    .option("--no-backtest", "leave it out")
    .addOption(jsonOption("print the review as JSON instead of Markdown"))
    .action(async (raw: unknown) => {
      await run(optionsOf(optionsShape, raw), surroundings);
    });
}

async function run(options: Options, { root, env, print, warn, setExitCode }: ReviewSurroundings): Promise<void> {
  const { project, ...sides } = await sidesOf(root, options);
  const glass = await glassOf(root, project?.stack ?? ownSettings(root, sides.head.state.stack), env);
  const log = options.json ? silent : progressLog();
  const { backtests, notes } = options.backtest
    ? await backtestsOf(root, sides.base?.state ?? null, sides.head.state, { ...options, env, log })
    : { backtests: null, notes: [] };
  const lint = lintOfBoth(
    root,
    sides.base?.state ?? null,
    sides.head.state,
    project === null ? null : runbookPages(root),
  );
  const review = reviewOf({
    ...sides,
    notes: [...sides.notes, ...notes, ...glass.notes],
    lint,
    backtests,
    breakGlass: glass.broken,
    repository: await repositoryOf(root, env, {
      baseCommit: sides.base?.commit ?? null,
      ownHead: project !== null,
    }),
  });
  const comment = markdown(review, { wholeAt: options.wholeAt });
  print(options.json ? jsonText(reviewShape.parse(review)) : comment);
  if (options.html !== undefined) writeWhole(options.html, withoutSecrets(reviewPage(review)));
  setExitCode(exitCode(review));
  if (options.post) warn(await posted(comment, review, options, env));
}

/** A stack's settings where the tool stands, for a head that another job has compiled; null where they are not filled in. */
function ownSettings(root: string, stack: string): StackConfig | null {
  try {
    return loadStack(root, stack);
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}

/** What runs behind broken glass, if the run can read the stack's state. */
async function glassOf(
  root: string,
  stack: StackConfig | null,
  env: ReviewSurroundings["env"],
): Promise<{ broken: Broken[] | null; notes: string[] }> {
  if (stack === null || !isGated(stack)) return { broken: null, notes: [] };
  if (!env.PULUMI_BACKEND_URL && !env.PULUMI_ACCESS_TOKEN) {
    const why = "no state is named (PULUMI_BACKEND_URL)";
    return { broken: null, notes: [`Whether anything runs under a break-glass override was not looked at: ${why}.`] };
  }
  const found = await brokenGlass(root, stack, `tocsin review --stack ${stack.name}`);
  return "unknown" in found ? { broken: null, notes: [found.unknown] } : { broken: found, notes: [] };
}

/** Posts the comment; a sentence for people about it. */
async function posted(
  comment: string,
  { stack }: Review,
  { pr }: Options,
  env: ReviewSurroundings["env"],
): Promise<string> {
  const target = targetFrom(env, pr);
  if (typeof target === "string") return `${target}\n`;
  return `The review of ${stack} is at ${await post(comment, target)}\n`;
}
