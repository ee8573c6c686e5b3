import { RecentAnswer } from "../shared/recent-answer.ts";
import type { Inbox, Message } from "../vendors/inbox.ts";

/** Reading back what people would read: every place of every route, each message once. */

/** What a message says about an alert; null: nothing of these (a warning, a reminder). */
export type Meaning = "alert" | "no-data" | "recovery" | null;

/**
 * What a message means, by the words that Datadog and Sentry begin it with: `[Triggered] ...`, `[Recovered] ...`,
 * `Resolved: ...`.
 */
export function meaningOf(text: string): Meaning {
  if (/\[(Re-Triggered|Warn|Re-Warn|Re-No data)\b/i.test(text)) return null;
  if (/\[No data\b/i.test(text)) return "no-data";
  if (/\[Recovered\b/i.test(text) || /^\W*(\[[\w-]+\]\W*)?Resolved\b/im.test(text)) return "recovery";
  return "alert";
}

/** What an alert does, as a notification tells it. */
export type NotificationState = "firing" | "warning" | "no data" | "recovered";

/** The state that a notification of an alert tells; a reminder tells it again. */
export function notificationState(text: string): NotificationState {
  if (/\[(Re-)?Warn\b/i.test(text)) return "warning";
  if (/\[(Re-)?No data\b/i.test(text)) return "no data";
  return meaningOf(text) === "recovery" ? "recovered" : "firing";
}

/** Whether the text of a message is about an alert. */
export type About = (text: string) => boolean;

/** Whether a message is about this definition in this stack: its identity line or name, and the stack's name. */
export function isAbout(text: string, definition: string, stack: string): boolean {
  const name = `tocsin:${definition}`;
  // A drill of everything asks this of each message again and again: most do not have the name at all.
  if (!text.includes(name)) return false;
  const id = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${id}(?![\\w/-])`).test(text) && (text.includes(`[${stack}]`) || text.includes(`, ${stack})`));
}

/**
 * All places together. Messages are told apart by id and taken in the order in which they are first seen, so that no clock is
 * compared with another: what was not there before is new.
 */
export class Postbox {
  readonly #inboxes: readonly Inbox[];
  readonly #seen = new Map<string, Message>();
  readonly #reads: RecentAnswer<void>;

  /**
   * @param since a moment safely before the drill, by any clock
   * @param ageMs how long one reading of all places serves every drill
   */
  constructor(inboxes: readonly Inbox[], since: Date, ageMs: number) {
    this.#inboxes = inboxes;
    this.#reads = new RecentAnswer(() => this.#read(since), ageMs);
  }

  inbox(place: string): Inbox | undefined {
    return this.#inboxes.find((inbox) => inbox.place === place);
  }

  /** Reads every place; `fresh`: after this call. @throws VendorError when one cannot be read */
  look(fresh = false): Promise<void> {
    return this.#reads.get(fresh);
  }

  async #read(since: Date): Promise<void> {
    const all = await Promise.all(this.#inboxes.map((inbox) => inbox.read(since)));
    for (const message of all.flat()) {
      const key = `${message.place} ${message.id}`;
      if (!this.#seen.has(key)) this.#seen.set(key, message);
    }
  }

  /** A mark to tell what comes later from what is already there. Look before. */
  get mark(): number {
    return this.#seen.size;
  }

  /** The first message in `place` after a mark that says `means` about an alert. */
  find(place: string, after: number, about: About, means: NonNullable<Meaning>): Message | null {
    return this.#after(after).find((m) => m.place === place && about(m.text) && meaningOf(m.text) === means) ?? null;
  }

  /** Places outside of `route` where a message about the alert arrived instead. */
  strays(route: readonly string[], after: number, about: About): string[] {
    const hits = this.#after(after).filter((m) => !route.includes(m.place) && about(m.text));
    return [...new Set(hits.map(({ place }) => place))];
  }

  #after(mark: number): Message[] {
    return [...this.#seen.values()].slice(mark);
  }
}
