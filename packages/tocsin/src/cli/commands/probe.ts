/** `tocsin probe`: one run of the probe, its role's token, its migration. */

import type { Command } from "commander";
import type { Report } from "tocsin-probe";
import { z } from "zod";
import { probeEnvironment } from "../../app/probe-environment.ts";
import { installSql, uninstallSql } from "../../app/probe-migration.ts";
import { onEmulators } from "../../project/emulated.ts";
import { loadProject } from "../../project/project.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { jsonOption, stackOption } from "../options.ts";

const failureShape = z.strictObject({ reason: z.string(), message: z.string() });

/** Shape of `tocsin probe --once --json`. */
export const probeShape = z.strictObject({
  stack: z.string(),
  /** `complete`, `partial` when a part failed or not everything was sent, `silent` when not even the heartbeat was. */
  result: z.enum(["complete", "partial", "silent"]),
  at: z.iso.datetime(),
  parts: z.array(
    z.strictObject({
      part: z.string(),
      durationMs: z.number(),
      metrics: z.number(),
      failures: z.array(failureShape),
    }),
  ),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["gauge", "count"]),
      value: z.number(),
      tags: z.record(z.string(), z.string()),
    }),
  ),
  datadog: z.strictObject({ taken: z.number(), failures: z.array(failureShape), heartbeat: z.boolean() }),
});

interface RunOptions {
  once?: boolean;
  stack: string;
  json?: boolean;
}

/** `tocsin probe`. Exit code 1 when a part failed, 3 when Datadog could not be told anything. */
export function probeCommand(command: Command, { root }: { root: string }): void {
  command
    .option("--once", "one run, as the deployed probe makes one each minute")
    .addOption(stackOption("the stack whose accounts are read"))
    .addOption(jsonOption("print the result as JSON, with every metric"))
    .action((options: RunOptions) => once(root, options));
  command
    .command("token")
    .description("make the token by which the probe takes on its role in the database")
    .option("--secret-env <name>", "the environment variable that holds the project's JWT secret")
    .option("--expires <time>", "how long it opens the role: 90d, 12h", "90d")
    .action((options: { secretEnv?: string; expires: string }) => token(options));
  command
    .command("sql")
    .description("print the migration: the probe's schema and role, and a function for each statement")
    .option("--uninstall", "print what takes them away again")
    .option("--database <service>", "the service whose database it is for, where there are several")
    .action(async (options: { uninstall?: boolean; database?: string }) => {
      const text = options.uninstall === true ? await uninstallSql() : await installSql(root, options.database);
      process.stdout.write(text);
    });
}

async function once(root: string, options: RunOptions): Promise<void> {
  if (options.once !== true) {
    throw new UsageError("Use tocsin probe --once --stack NAME; it runs each minute where it is deployed.");
  }
  // Loaded here: no other command needs the vendors' packages.
  const { resultOf, runProbe, settingsFrom } = await import("tocsin-probe");
  const env = await probeEnvironment(
    root,
    await loadProject(root, options.stack, { emulated: onEmulators(root, options.stack) }),
    process.env,
  );
  const report = await runProbe(settingsFrom(env));
  const result = resultOf(report);
  if (options.json) process.stdout.write(jsonText(probeShape.parse({ result, ...report })));
  else print(report, result);
  process.exitCode = { complete: 0, partial: 1, silent: 3 }[result];
}

function print({ stack, parts, datadog }: Report, result: string): void {
  for (const { part, durationMs, metrics, failures } of parts) {
    console.log(`${part.padEnd(24)}${`${durationMs} ms`.padStart(9)}  ${metrics} metrics`);
    for (const { reason, message } of failures) console.log(`  ${reason}: ${printable(message)}`);
  }
  for (const { reason, message } of datadog.failures) console.log(`sending\n  ${reason}: ${printable(message)}`);
  const heartbeat = datadog.heartbeat ? "its heartbeat" : "not even its heartbeat";
  console.log(`\nProbe of ${stack}: ${result}. Datadog took ${datadog.taken} metrics and ${heartbeat}.`);
}

async function token({ secretEnv, expires }: { secretEnv?: string; expires: string }): Promise<void> {
  const { mintToken, lifetimeOf } = await import("tocsin-probe");
  if (secretEnv === undefined) {
    throw new UsageError("Name the environment variable that holds the project's JWT secret: --secret-env NAME.");
  }
  const secret = process.env[secretEnv]?.trim();
  if (secret === undefined || secret === "") {
    throw new UsageError(`${secretEnv} is not set: put the project's JWT secret there (Supabase: Settings, JWT Keys).`);
  }
  const seconds = lifetimeOf(expires);
  if (seconds === null) throw new UsageError(`--expires ${expires} is no time: write it as 90d, 12h or 30m.`);
  const now = new Date();
  console.log(mintToken(secret, now, seconds));
  const end = new Date(now.getTime() + seconds * 1000).toISOString();
  console.error(`Keep it secret: set it as TOCSIN_SECRET_PROBE_TOKEN. It ends on ${end}.`);
}
