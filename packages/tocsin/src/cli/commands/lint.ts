import path from "node:path";
import { type Command, Option } from "commander";
import { z } from "zod";
import { type LintInput, lintProject } from "../../app/lint/run.ts";
import { render, renderForGithub } from "../../lint/render.ts";
import { exitCode } from "../../lint/report.ts";
import type { JsonObject } from "../../model/resource.ts";
import { colorsFor } from "../../shared/colors.ts";
import { jsonText } from "../../shared/json-text.ts";
import { progressLog } from "../../shared/progress.ts";
import { readText } from "../../shared/text-file.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { jsonObject } from "../../vendors/json.ts";
import { jsonOption, optionsOf } from "../options.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface LintSurroundings {
  /** The project's root folder. */
  root: string;
  env: Record<string, string | undefined>;
  /** Writes to standard output. */
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

const optionsShape = z.object({
  stack: z.string().optional(),
  online: z.boolean().default(false),
  base: z.string().optional(),
  history: z.string().optional(),
  days: z.coerce.number().int().min(1).max(365).optional(),
  calls: z.coerce.number().int().min(1).max(100_000).default(300),
  json: z.boolean().default(false),
  format: z.enum(["text", "json", "github"]).default("text"),
});
type Options = z.infer<typeof optionsShape>;

/** `tocsin lint`. Exit code: see `exitCode` of lint's report; wrong use and missing credentials are a UsageError (2). */
export function lintCommand(command: Command, surroundings: LintSurroundings): void {
  command
    .option("--stack <name>", "judge this stack only, and require its file to be filled in")
    .option("--online", "ask the stack's vendors too: changed monitors, handles, channels, links, signals")
    .option("--base <file>", "with --online: changed is what differs from this output of `tocsin compile --json`")
    .option(
      "--history <file>",
      "also judge how often alerts would have fired in this history, as `tocsin backtest` reads it",
    )
    .option("--days <n>", "with --online: judge that on the vendors' own history of so many days")
    .option("--calls <n>", "how many calls --days may make", "300")
    .addOption(jsonOption("the same as --format json"))
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json", "github"]))
    .action(async (raw: unknown) => {
      await run(optionsOf(optionsShape, raw), surroundings);
    });
}

async function run(options: Options, { root, env, print, setExitCode }: LintSurroundings): Promise<void> {
  const { stack, history, days } = options;
  if (options.base !== undefined && !options.online) throw new UsageError("--base goes with --online.");
  if (days !== undefined && !options.online) throw new UsageError("--days goes with --online.");
  if (days !== undefined && history !== undefined) throw new UsageError("--days or --history, one of the two.");
  const { report, places } = await lintProject({
    root,
    today: new Date(),
    ...(stack === undefined ? {} : { stack }),
    ...(options.online ? { ask: await asking(root, stack, options.base, env) } : {}),
    ...(history === undefined ? {} : { history: await fromHistory(path.resolve(history)) }),
    ...(stack === undefined || days === undefined
      ? {}
      : { history: fromVendors(root, stack, { ...options, days }, env) }),
  });
  const format = options.json ? "json" : options.format;
  const colors = colorsFor(process.stdout, env);
  const texts = {
    json: () => jsonText(report),
    github: () => renderForGithub(report),
    text: () => render(report, places.line, colors),
  };
  print(texts[format]());
  setExitCode(exitCode(report));
}

/** Loaded only when it is asked for: the vendors' clients cost more than all rules together. */
async function asking(
  root: string,
  stack: string | undefined,
  base: string | undefined,
  env: LintSurroundings["env"],
): Promise<NonNullable<LintInput["ask"]>> {
  if (stack === undefined) throw new UsageError("Say whose vendors are asked: --online needs --stack NAME.");
  const before = base === undefined ? null : readBase(path.resolve(base));
  const [{ askOnline }, { connectTo }] = await Promise.all([
    import("../../app/lint/online.ts"),
    import("../../app/connect.ts"),
  ]);
  return async (compiled) => {
    const used = (["datadog", "sentry"] as const).filter((name) =>
      compiled.resources.some((one) => one.vendor === name),
    );
    return askOnline({ stack: compiled, connections: await connectTo(root, stack, used, env, "one"), base: before });
  };
}

/** What the vendors of a stack have kept of the last days, read once the stack has been compiled. */
function fromVendors(
  root: string,
  name: string,
  { days, calls }: { days: number; calls: number },
  env: LintSurroundings["env"],
): NonNullable<LintInput["history"]> {
  return async (definitions) => {
    const [{ firesAtVendors }, { termsOf }, { connectTo }, { loadStack }, { historyVendors }] = await Promise.all([
      import("../../app/lint/history.ts"),
      import("../../app/history/terms.ts"),
      import("../../app/connect.ts"),
      import("../../project/stack-file.ts"),
      import("../../vendors/history.ts"),
    ]);
    const connections = await connectTo(root, name, historyVendors(definitions), env, "one");
    const log = progressLog();
    const stack = loadStack(root, name);
    const terms = await termsOf({ root, name, stack, connections, days, progress: log.passing });
    const fires = await firesAtVendors(definitions, { ...terms, budget: calls });
    log.clear();
    return fires;
  };
}

async function fromHistory(file: string): Promise<NonNullable<LintInput["history"]>> {
  const [{ readHistoryFile }, { firesPerWeek }] = await Promise.all([
    import("../../app/history/file.ts"),
    import("../../app/lint/history.ts"),
  ]);
  const history = readHistoryFile(file);
  return (definitions) => firesPerWeek(definitions, history);
}

const baseShape = z.object({ resources: z.array(z.object({ name: z.string(), body: jsonObject })) });

/** @throws UsageError when the file is not what `tocsin compile --json` prints */
function readBase(file: string): ReadonlyMap<string, JsonObject> {
  const text = readText(file);
  try {
    const { resources } = baseShape.parse(JSON.parse(text));
    return new Map(resources.map(({ name, body }) => [name, body]));
  } catch (cause) {
    throw new UsageError(`The base ${file} is not what \`tocsin compile --json\` prints.`, { cause });
  }
}
