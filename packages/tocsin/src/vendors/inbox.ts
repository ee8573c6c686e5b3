/** A message as people would read it. */
export interface Message {
  /** `#alerts-staging` or `founder@example.com`. */
  place: string;
  /** Unique in its place: Slack's `ts`, a mail's `Message-ID`. */
  id: string;
  /** By the clock of whoever keeps the message. */
  at: Date;
  /** All that it says, as plain text; a mail's subject first. */
  text: string;
}

/** One place that messages go to. */
export interface Inbox {
  place: string;
  /** Null when it can be reached and read, else the reason in a few words. */
  reachable(): Promise<string | null>;
  /** Messages of `since` and later. @throws VendorError */
  read(since: Date): Promise<Message[]>;
}
