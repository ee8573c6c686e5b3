/** `tocsin local fault`: the emulated vendors and the monitored app misbehave on request. */

import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import {
  type AppMode,
  appModes,
  FaultControl,
  type Faults,
  faultText,
  faultyVendors,
  type Outage,
  outageImpacts,
  outageText,
  outageVendors,
} from "../../app/local/faults.ts";
import { runningVendors } from "../../app/local/vendors.ts";
import { localDirectory } from "../../project/emulated.ts";
import { jsonText } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { jsonOption } from "../options.ts";

interface VendorOptions {
  status?: number;
  path?: string;
  method?: string;
  times?: number;
  delay?: number;
}

/** Adds `tocsin local fault list | app | vendor | outage | slack-drop | clear` to `tocsin local`. */
export function localFaultCommand(local: Command, { root }: { root: string }): void {
  const command = local
    .command("fault")
    .description("make the emulated vendors or the monitored app misbehave")
    .helpCommand(false);
  command
    .command("list")
    .description("what is not as it should be")
    .addOption(jsonOption())
    .action(async ({ json }: { json?: boolean }) => {
      const faults = await (await control(root)).list();
      process.stdout.write(json === true ? jsonText(faults) : `${listText(faults)}\n`);
    });
  command
    .command("app")
    .description("the monitored app answers errors, answers late, or is healthy again")
    .addArgument(new Argument("<mode>").choices(appModes))
    .action(async (mode: AppMode) => {
      await (await control(root)).app(mode);
      console.log(appText(mode));
    });
  command
    .command("vendor")
    .description("a vendor answers with a status, late, or both")
    .addArgument(new Argument("<vendor>").choices(faultyVendors))
    .option("--status <code>", "answer this, from 200 to 599, in place of what was asked for", whole(200, 599))
    .option("--delay <ms>", "answer so many milliseconds late", whole(1, 600_000))
    .option("--path <regex>", "only calls whose path matches")
    .addOption(new Option("--method <name>", "only calls with this method").argParser((text) => text.toUpperCase()))
    .option("--times <n>", "only so many calls; otherwise until it is cleared", whole(1, 1_000_000))
    .action((vendor: (typeof faultyVendors)[number], options: VendorOptions) => vendorFault(root, vendor, options));
  command
    .command("outage")
    .description("a vendor's own status page tells of an incident, as tocsin check shows it")
    .addArgument(new Argument("<vendor>").choices(outageVendors))
    .addOption(new Option("--impact <impact>", "how bad").choices(outageImpacts).default("major"))
    .option("--name <text>", "what the page calls it", "Elevated error rates")
    .action(async (page: Outage["page"], { impact, name }: Pick<Outage, "impact" | "name">) => {
      await (await control(root)).outage({ page, impact, name });
      console.log(outageText({ page, impact, name }));
    });
  command
    .command("slack-drop")
    .description("Slack accepts the next messages and loses them")
    .option("--times <n>", "how many", whole(1, 1_000_000), 1)
    .option("--channel <name>", "only those to this channel")
    .action(async ({ times, channel }: { times: number; channel?: string }) => {
      await (await control(root)).dropMessages(times, channel);
      console.log(
        `Slack loses the next ${times === 1 ? "message" : `${times} messages`} to ${channel ?? "any channel"}.`,
      );
    });
  command
    .command("clear")
    .description("end every fault; the app is healthy again")
    .action(async () => {
      await (await control(root)).clear();
      console.log("No fault is left, and the app is healthy.");
    });
}

async function vendorFault(root: string, vendor: (typeof faultyVendors)[number], options: VendorOptions) {
  const { status, delay, path, method, times } = options;
  if (status === undefined && delay === undefined) {
    throw new UsageError("Say what the vendor does: --status, --delay, or both.");
  }
  const fault = {
    vendor,
    match: { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) },
    ...(status === undefined ? {} : { status }),
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(times === undefined ? {} : { times }),
  };
  await (await control(root)).vendor(fault);
  console.log(faultText(fault));
}

async function control(root: string): Promise<FaultControl> {
  const vendors = await runningVendors(localDirectory(root));
  if (vendors === null) throw new UsageError("The emulated vendors are not running. `tocsin local up` starts them.");
  return new FaultControl(vendors);
}

function listText({ app, faults, outages }: Faults): string {
  const lines = [...(app === "healthy" ? [] : [appText(app)]), ...faults.map(faultText), ...outages.map(outageText)];
  return lines.length === 0 ? "No fault: the vendors answer, and the app is healthy." : lines.join("\n");
}

function appText(mode: AppMode): string {
  if (mode === "healthy") return "The app is healthy.";
  return mode === "failing"
    ? "The app fails: it is not ready, and its requests and crons answer errors."
    : "The app is slow: everything is late.";
}

/** Reads a whole number within limits. */
function whole(low: number, high: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
  };
}
