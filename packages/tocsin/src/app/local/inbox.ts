import { z } from "zod";
import { type NotificationState, notificationState } from "../../drill/inbox.ts";
import { localDirectory } from "../../project/emulated.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { emulatedMailbox } from "../../vendors/mail/emulated.ts";
import { SlackChannels } from "../../vendors/slack/channels.ts";
import { SlackMessages } from "../../vendors/slack/messages.ts";
import { runningVendors } from "./vendors.ts";

const common = {
  /** When it arrived, on the clock of the emulated vendors. */
  at: z.iso.datetime(),
  /** A mail's subject, or the first line in Slack. */
  subject: z.string(),
  /** All of it, as plain text. */
  text: z.string(),
  /** Id of the alert that it is about; null for anything else, such as what a routine posts. */
  alert: z.string().nullable(),
  state: z.enum(["firing", "warning", "no data", "recovered"]).nullable(),
};

/** A notification as it arrived: in a Slack channel, or at a mail address. */
export const delivered = z.union([
  z.object({ channel: z.string(), ...common }),
  z.object({ to: z.string(), ...common }),
]);
export type Delivered = z.infer<typeof delivered>;

/** Before anything that the emulated vendors have sent, on whichever clock. */
const always = new Date(0);

/**
 * Everything that has arrived in the emulated Slack workspace and mailbox, oldest first.
 * @throws UsageError when they do not run
 */
export async function readInbox(root: string): Promise<Delivered[]> {
  const vendors = await runningVendors(localDirectory(root));
  if (vendors?.slack?.token === undefined || vendors.mail === undefined) {
    throw new UsageError("The emulated vendors are not running. `tocsin local up` starts them.");
  }
  const slack = { url: vendors.slack.url, token: vendors.slack.token };
  const mailbox = emulatedMailbox({ url: vendors.mail.url, token: vendors.control.token });
  const [channels, mails] = await Promise.all([new SlackChannels(slack).all(), mailbox.messages({ since: always })]);
  const reader = new SlackMessages(slack);
  const joined = channels.filter((one) => one.is_member === true && !one.is_archived).map(({ name }) => `#${name}`);
  const posted = await Promise.all(joined.map((channel) => reader.messages({ since: always, channel })));
  const all: Delivered[] = [
    ...posted.flat().map(({ place, at, text }) => ({ channel: place, ...read(at, firstLine(text), text) })),
    ...mails.flatMap(({ at, subject, text, recipients }) =>
      [...recipients].map((to) => ({ to, ...read(at, subject, text) })),
    ),
  ];
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function read(at: Date, subject: string, text: string) {
  const alert = /\btocsin:([\w./-]+)/.exec(`${subject}\n${text}`)?.[1] ?? null;
  const state: NotificationState | null = alert === null ? null : notificationState(`${subject}\n${text}`);
  return { at: at.toISOString(), subject, text, alert, state };
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";
