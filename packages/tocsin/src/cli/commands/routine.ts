/** `tocsin daily` and `tocsin weekly`: the looks of every morning and every week. */
import type { Command } from "commander";
import { z } from "zod";
import { loadLive } from "../../app/live-project.ts";
import { qualityLook } from "../../app/quality.ts";
import { runAndPrint } from "../../app/routine.ts";
import { withTestSchedule } from "../../app/test-schedule.ts";
import type { Project } from "../../model/project.ts";
import { alertQuality } from "../../routines/checks/alert-quality.ts";
import { daily, weekly } from "../../routines/routines.ts";
import type { Routine } from "../../routines/run.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { confirm } from "../ask.ts";
import { jsonOption, mostHistoryCalls, qualityDays, stackOption, wrongDays } from "../options.ts";

const optionsShape = z.object({
  stack: z.string(),
  json: z.boolean().default(false),
  post: z.union([z.boolean(), z.string()]).default(false),
  all: z.boolean().default(false),
  createTestSchedule: z.boolean().default(false),
  evenInProduction: z.boolean().default(false),
  yes: z.boolean().default(false),
  quality: qualityDays,
});

/** `tocsin daily`. Exit: 0 nothing beyond its limit, 1 something is, 2 wrong use, 3 something could not be read. */
export function dailyCommand(command: Command, { root }: { root: string }): void {
  routineCommand(command, root, daily).option("--all", "also list what is within its limits, with its numbers");
}

/** `tocsin weekly`. Exit: as `daily`. */
export function weeklyCommand(command: Command, { root }: { root: string }): void {
  routineCommand(command, root, weekly)
    .option(
      "--quality [days]",
      `also judge the alerts over so many days (default: 28); reads their history with ${mostHistoryCalls} calls at most`,
    )
    .option(
      "--create-test-schedule",
      "also write the row of test-schedule.yaml, see what the app makes of it, and take both away",
    )
    .option("--even-in-production", "with --create-test-schedule: also where a real account might get it")
    .option("--yes", "with --create-test-schedule: do not ask");
}

const routineCommand = (command: Command, root: string, routine: Routine): Command =>
  command
    .addOption(stackOption())
    .option("--post [channel]", "also post it to Slack: a channel's name in the stack file (default: alerts)")
    .addOption(jsonOption())
    .action(async (raw: unknown) => run(root, routine, optionsOf(raw)));

function optionsOf(raw: unknown): z.infer<typeof optionsShape> {
  const parsed = optionsShape.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw wrongDays();
}

async function run(root: string, asked: Routine, options: z.infer<typeof optionsShape>): Promise<void> {
  const { stack, post, json, all } = options;
  const project = await loadLive(root, stack);
  const channel = post === false ? null : channelOf(project, post === true ? "alerts" : post);
  const { evenInProduction, yes, quality: days } = options;
  const read = (days: number) => () => qualityLook(root, { stack, days, calls: mostHistoryCalls, json });
  const more = days === undefined ? [] : [alertQuality(days, read(days))];
  const routine = { ...asked, checks: [...asked.checks, ...more] };
  const ask = (question: string, word: string) => confirm(question, word, { yes });
  if (!options.createTestSchedule)
    return runAndPrint(root, project, routine, { json, channel, ok: asked === daily && !all ? "counted" : "each" });
  await withTestSchedule(root, project, { evenInProduction, confirm: ask }, (check) =>
    runAndPrint(root, project, { ...routine, checks: [...routine.checks, check] }, { json, channel }),
  );
}

function channelOf({ stack }: Pick<Project, "stack">, name: string): string {
  const channel = stack.channels[name];
  if (channel !== undefined) return channel;
  const known = Object.keys(stack.channels).join(", ");
  throw new UsageError(`Pulumi.${stack.name}.yaml has no channel "${name}" (it has ${known}): name one of those.`);
}
