/** What `tocsin start` prints: a line a step, one notification, one finding, what to do next. Pure; it fits one screen. */

import type { Delivered } from "../app/local/inbox.ts";
import type { ExistingObject } from "../app/objects.ts";
import { printable } from "../model/printable.ts";
import { vendorTitle } from "../model/resource.ts";

/** Columns of a screen that is not told: what is longer is cut, so that a line stays a line. */
const width = 100;

/** `  17.1 s  Provision  124 resources created: ...`; further lines stand below the text. */
export function stepLine(name: string, ms: number, text: string): string {
  const time = `${(ms / 1000).toFixed(1)} s`.padStart(8);
  return `${time}  ${name.padEnd(9)}  ${indented(text).trimStart()}`;
}

/** Further lines of a step, below its text. */
export const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `${" ".repeat(21)}${line}`)
    .join("\n");

/** `Datadog 71, Sentry 26, Vercel 21, Stripe 6`, the most first. */
export function countsByVendor(objects: readonly Pick<ExistingObject, "vendor">[]): string {
  const counts = new Map<ExistingObject["vendor"], number>();
  for (const { vendor } of objects) counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([vendor, count]) => `${vendorTitle(vendor)} ${count}`)
    .join(", ");
}

/** Lines of a notification that are shown. */
const shownLines = 9;

/** One notification as it arrived: where, and its first lines behind a rule. */
export function notificationBlock(one: Delivered): string {
  const where = "channel" in one ? `Slack ${one.channel}` : `the mailbox of ${one.to}`;
  const lines = one.text.split("\n").map((line) => line.trimEnd());
  const shown = lines.filter((line) => line !== "").slice(0, shownLines);
  const rest = lines.filter((line) => line !== "").length - shown.length;
  return [
    `One of the notifications, as it arrived in ${where}:`,
    ...shown.map((line) => `  | ${cut(printable(line))}`),
    ...(rest > 0 ? [`  | ... ${rest} more lines: npx tocsin local inbox`] : []),
  ].join("\n");
}

const cut = (line: string): string => (line.length > width ? `${line.slice(0, width - 3)}...` : line);

/** The notification that says most: the chosen alert firing, in a channel if it went to one. Null for none at all. */
export function oneToShow(all: readonly Delivered[], alert: string | null): Delivered | null {
  const firing = all.filter(({ state, alert: of }) => state === "firing" && of !== null);
  const own = firing.filter((one) => one.alert === alert);
  const from = own.length > 0 ? own : firing;
  return from.find((one) => "channel" in one) ?? from[0] ?? null;
}

/** What to do next, in the order in which it is of use. */
export const nextSteps = `Next (the emulated vendors keep running):
  npx tocsin local inbox    what arrived in Slack and mail
  npx tocsin list           the alerts; verify, drill, report, daily and lint need no further word either
  npx tocsin preview        what an edit of alerts/ would change
  npx tocsin local down     end it all`;
