import type { Inbox } from "../inbox.ts";

/** A mail as far as reading back what was delivered needs it. */
export interface Mail {
  /** Its `Message-ID`, or the mailbox's own number for one that has none. */
  id: string;
  /** When it arrived, by the clock of the mail server. */
  at: Date;
  subject: string;
  text: string;
  /** Addresses that it was sent or delivered to, in lower case. */
  recipients: ReadonlySet<string>;
}

/** A mailbox that can be read without marking anything in it. */
export interface Mailbox {
  /** Null when it can be opened, else the reason in a few words. */
  reachable(): Promise<string | null>;
  /** Mails that arrived at `since` (by the mail server's clock) or later, oldest first. @throws VendorError */
  messages(options: { since: Date }): Promise<Mail[]>;
}

/** The mails for one address as a place that messages can be read from; several addresses may share a mailbox. */
export function mailInbox(mailbox: Mailbox, address: string): Inbox {
  return {
    place: address,
    reachable: () => mailbox.reachable(),
    read: async (since) => {
      const mails = await mailbox.messages({ since });
      return mails
        .filter(({ recipients }) => recipients.has(address.toLowerCase()))
        .map(({ id, at, subject, text }) => ({ place: address, id, at, text: `${subject}\n${text}` }));
    },
  };
}
