/** `tocsin local inbox`: Slack and mail of the local stack, as people see them. */
import type { Command } from "commander";
import { z } from "zod";
import { type Delivered, readInbox } from "../../app/local/inbox.ts";
import { renderInbox } from "../../report/inbox.ts";
import { moment } from "../../shared/times.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { printable } from "../../verify/render.ts";
import { jsonOption } from "../options.ts";
import { servedPort, servePage, withServe } from "../serve-page.ts";

const optionsShape = z.object({
  alert: z.string().optional(),
  last: z.coerce.number().int().positive().optional(),
  json: z.boolean().default(false),
  serve: z.boolean().default(false),
  port: servedPort,
});

/** Notifications that are printed without `--last`. */
const few = 10;

/** Seconds after which the page in a browser loads again. */
const refresh = 5;

/** Adds `tocsin local inbox [--alert ID] [--last N] [--json | --serve]`. */
export function localInboxCommand(local: Command, { root }: { root: string }): void {
  const command = local
    .command("inbox")
    .description("the notifications that arrived in the emulated Slack and mailbox")
    .option("--alert <id>", "only those of one alert")
    .option("--last <number>", `only the newest ones (default: ${few}; with --json and --serve all)`)
    .addOption(jsonOption());
  withServe(command, "show them as a page on this machine only, until interrupted").action(async (raw: unknown) => {
    const options = optionsShape.safeParse(raw);
    if (!options.success) throw new UsageError("--last takes a number above 0, --port one from 0 to 65535.");
    const { alert, last, json, serve, port } = options.data;
    const read = async (most: number | undefined) => {
      const all = await readInbox(root);
      const chosen = all.filter((one) => alert === undefined || one.alert === alert);
      return { all: chosen.length, shown: most === undefined ? chosen : chosen.slice(-most) };
    };
    if (serve) {
      const make = async () => renderInbox((await read(last)).shown.map(shown), { refresh });
      return servePage({ what: "Slack and mail of the local stack", port, make, ageMs: 1000 });
    }
    const found = await read(last ?? (json ? undefined : few));
    process.stdout.write(json ? `${JSON.stringify(found.shown, null, 2)}\n` : inboxText(found));
  });
}

const placeOf = (one: Delivered): string => ("channel" in one ? one.channel : one.to);

const shown = (one: Delivered) => ({ ...one, place: placeOf(one) });

/** Each notification with a head line, oldest first, so that the newest stands where one reads on. */
function inboxText({ all, shown }: { all: number; shown: readonly Delivered[] }): string {
  if (all === 0) return "Nothing has arrived yet. `tocsin drill --stack local ID` makes an alert fire.\n";
  const blocks = shown.map((one) => {
    const state = one.state === null ? "" : `  ${one.state}`;
    const body = "to" in one ? `${one.subject}\n${one.text}` : one.text;
    const lines = body.trimEnd().split("\n");
    const head = `${moment(one.at)}  ${placeOf(one)}${state}`;
    return [head, ...lines.map((line) => `  ${printable(line)}`.trimEnd())].join("\n");
  });
  const more = shown.length < all ? `\nThe newest ${shown.length} of ${all}; \`--last ${all}\` shows all.\n` : "";
  return `${blocks.join("\n\n")}\n${more}`;
}
