/** `tocsin local`: the emulated vendors and the stack on them. */

import type { Command } from "commander";
import { cronLine } from "../../app/local/cron-status.ts";
import { localExports } from "../../app/local/environment.ts";
import { type LocalStatus, localDown, localStatus, localUp } from "../../app/local/stack.ts";
import { objectsOf, objectTables } from "../../app/objects.ts";
import { runSummary } from "../../app/run-text.ts";
import { localDirectory, localStack } from "../../project/emulated.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { progressLog } from "../../shared/progress.ts";
import { printable } from "../../verify/render.ts";
import { jsonOption } from "../options.ts";
import { localFaultCommand } from "./local-fault.ts";
import { localInboxCommand } from "./local-inbox.ts";

/** `tocsin local up | down | status | env | inbox | fault`. */
export function localCommand(command: Command, surroundings: { root: string }): void {
  const { root } = surroundings;
  command.helpCommand(false);
  command
    .command("up")
    .description("start the emulated vendors in the background and bring a stack up on them")
    .option("--stack <name>", "a stack of real accounts, to rehearse it: nothing of it leaves this machine", localStack)
    .action(({ stack }: { stack: string }) => up(root, stack));
  command
    .command("down")
    .description("end the emulated vendors and remove the local stack's state")
    .action(() => down(root));
  command
    .command("status")
    .description("what runs, where, and what it holds")
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => status(root, options.json === true));
  command
    .command("env")
    .description("print the environment for Pulumi's own command line, as exports of a shell")
    .action(async () => void process.stdout.write(await localExports(root, progressLog())));
  localInboxCommand(command, surroundings);
  localFaultCommand(command, surroundings);
}

async function up(root: string, stack: string): Promise<void> {
  const typed = stack === localStack ? "tocsin local up" : `tocsin local up --stack ${stack}`;
  const result = await localUp(root, typed, progressLog(), stack);
  for (const note of result.notes) console.log(note);
  console.log(
    objectTables(objectsOf(result.prepared.project.resources, result.run.steps, result.prepared.project.definitions)),
  );
  console.log(`\n${runSummary(result.run)}`);
  console.log(
    `The emulated vendors ${result.started ? "run now" : "were running"} (process ${result.vendors.pid}); \`tocsin local down\` ends them.`,
  );
}

async function down(root: string): Promise<void> {
  const { ended } = await localDown(root);
  console.log(
    ended
      ? "The emulated vendors are down and the local state is removed."
      : "Nothing was running; the local state is removed.",
  );
}

async function status(root: string, json: boolean): Promise<void> {
  const found = await localStatus(root);
  process.stdout.write(json ? jsonText(found) : `${statusText(found, localDirectory(root))}\n`);
}

/** `21 environment variables`, `1 webhook endpoint`: an emulator names what it counts as code does. */
function amountOf(kind: string, count: number): string {
  const words = kind
    .replace(/_/g, " ")
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace("slos", "SLOs");
  return plural(count, words === "series" ? words : words.replace(/s$/, ""), words);
}

function statusText(status: LocalStatus, directory: string): string {
  const lines: string[] = [];
  if (status.vendors === null) lines.push("The emulated vendors are not running. `tocsin local up` starts them.");
  else {
    lines.push(
      `The emulated vendors run for stack ${status.vendors.stack} as process ${status.vendors.pid}; addresses and credentials: ${directory}/vendors.json`,
    );
    const widest = Math.max(...Object.keys(status.vendors.urls).map(({ length }) => length));
    for (const [vendor, url] of Object.entries(status.vendors.urls)) {
      const counts = Object.entries(status.vendors.objects[vendor] ?? {}).flatMap(([kind, count]) =>
        count === 0 ? [] : [amountOf(kind, count)],
      );
      lines.push(`  ${vendor.padEnd(widest)}  ${url}  ${counts.join(", ")}`.trimEnd());
    }
    for (const cron of status.crons ?? []) lines.push(`  ${printable(cronLine(cron))}`);
    if (status.crons === null) lines.push("  The emulated Vercel does not list its crons.");
  }
  if (status.holder?.alive)
    lines.push(`Held by \`${status.holder.action}\` (process ${status.holder.pid}, since ${status.holder.since}).`);
  else if (status.holder)
    lines.push(
      `\`${status.holder.action}\` of ${status.holder.since} was interrupted; the next \`tocsin local up\` clears up and completes it.`,
    );
  return lines.join("\n");
}
