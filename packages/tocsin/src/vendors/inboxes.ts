import { once } from "../shared/once.ts";
import type { Connections } from "./connections.ts";
import type { Inbox } from "./inbox.ts";
import type { ImapConnection } from "./mail/connection.ts";
import { emulatedMailbox } from "./mail/emulated.ts";
import { type Mailbox, mailInbox } from "./mail/mailbox.ts";
import { SlackMessages } from "./slack/messages.ts";

/**
 * Readers of the named places, as far as there is a connection to read them with: Slack channels (with their `#`) and mail
 * addresses.
 */
export function inboxesOf(
  connections: Pick<Connections, "slack" | "mail">,
  places: { channels: readonly string[]; addresses: readonly string[] },
): Inbox[] {
  const { slack, mail } = connections;
  const inboxes: Inbox[] = [];
  if (slack !== undefined) {
    const reader = new SlackMessages(slack);
    inboxes.push(...[...new Set(places.channels)].map((channel) => reader.inbox(channel)));
  }
  if (mail !== undefined) {
    const mailbox = "user" in mail ? realMailbox(mail) : emulatedMailbox(mail);
    inboxes.push(...[...new Set(places.addresses)].map((address) => mailInbox(mailbox, address)));
  }
  return inboxes;
}

/** The IMAP client and the parsers of mail take longer to load than most commands to run: only who reads a mailbox waits. */
function realMailbox(connection: ImapConnection): Mailbox {
  const mailbox = once(async () => (await import("./mail/imap.ts")).imapMailbox(connection));
  return {
    reachable: async () => (await mailbox()).reachable(),
    messages: async (options) => (await mailbox()).messages(options),
  };
}
