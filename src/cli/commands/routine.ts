/** `tocsin daily` and `tocsin weekly`: the playbook's routines, done and reported. */
import type { Command } from "commander";
import { createColors } from "picocolors";
import { z } from "zod";
import { renderRoutine, slackText } from "../../routines/render.ts";
import { type RoutineReport, routineExitCode } from "../../routines/report.ts";
import { daily, weekly } from "../../routines/routines.ts";
import { type Routine, runRoutine } from "../../routines/run.ts";
import { DatadogClient } from "../../vendors/datadog/client.ts";
import { SentryClient } from "../../vendors/sentry/client.ts";
import { postToSlack } from "../../vendors/slack/post.ts";
import { StripeClient } from "../../vendors/stripe/client.ts";
import { VercelClient } from "../../vendors/vercel/client.ts";
import { appCalls } from "../app-calls.ts";
import { connectTo } from "../connect.ts";
import { localDirectory, localEnvironment, readVendors } from "../local/files.ts";
import { loadProject, type Project } from "../project.ts";
import { localStack } from "../stack.ts";
import { UsageError } from "../usage-error.ts";

const optionsShape = z.object({
  stack: z.string(),
  json: z.boolean().default(false),
  post: z.union([z.boolean(), z.string()]).default(false),
});

/** Adds both commands. Exit: 0 nothing beyond its limit, 1 something is, 2 wrong use, 3 something could not be told. */
export function routineCommands(program: Command, { root }: { root: string }): void {
  const add = (routine: Routine, description: string) =>
    program
      .command(routine.name)
      .description(description)
      .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
      .option("--post [channel]", "also post it to Slack: a channel's name in the stack file (default: alerts)")
      .option("--json", "print the report as JSON")
      .action(async (raw: unknown) => run(root, routine, optionsShape.parse(raw)));
  add(daily, "the look of every morning: new errors, 5xx, deployments, database, health, job failures");
  add(weekly, "the deeper look of every week: deliveries, crons, schedules, trends, tables, deployments");
}

async function run(root: string, routine: Routine, options: z.infer<typeof optionsShape>): Promise<void> {
  const project = await loadProject(root, options.stack);
  const connections = await connectTo(root, options.stack, ["datadog", "sentry", "vercel", "stripe"], process.env);
  const { datadog, sentry, vercel, stripe, slack } = connections;
  if (!datadog || !sentry || !vercel || !stripe) throw new Error("a vendor that was asked for has no connection");
  const channel = options.post === false ? null : channelOf(project, options.post === true ? "alerts" : options.post);
  if (channel !== null && slack === undefined)
    throw new UsageError(
      "Set SLACK_TOKEN in the environment: a bot's token with the scope chat:write posts the report.",
    );
  const vendors = options.stack === localStack ? await readVendors(localDirectory(root, process.env)) : null;
  const app = vendors === null ? appCalls(process.env, null) : appCalls(localEnvironment(vendors), vendors.app.url);
  const report = await runRoutine(
    routine,
    {
      stack: project.stack,
      definitions: project.definitions,
      resources: project.resources,
      datadog: new DatadogClient(datadog),
      sentry: new SentryClient(sentry),
      vercel: new VercelClient(vercel),
      stripe: new StripeClient(stripe),
      app,
    },
    () => new Date(),
  );
  print(report, options.json);
  if (channel !== null && slack !== undefined) await postToSlack(slack, channel, slackText(report));
  process.exitCode = routineExitCode(report);
}

function channelOf({ stack }: Pick<Project, "stack">, name: string): string {
  const channel = stack.channels[name];
  if (channel !== undefined) return channel;
  const known = Object.keys(stack.channels).join(", ");
  throw new UsageError(`Pulumi.${stack.name}.yaml has no channel "${name}" (it has ${known}): name one of those.`);
}

function print(report: RoutineReport, asJson: boolean): void {
  const colors = createColors(process.env.NO_COLOR === undefined && process.stdout.isTTY === true);
  process.stdout.write(asJson ? `${JSON.stringify(report, null, 2)}\n` : renderRoutine(report, colors));
}
