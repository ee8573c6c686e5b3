/** A public channel of the workspace. */
export interface Channel {
  id: string;
  name: string;
  /** Seconds since the epoch. */
  created: number;
  archived: boolean;
  topic: string;
  members: Set<string>;
  /** Oldest first. */
  messages: Message[];
}

/** A message in a channel; what the sender gave beyond the text is kept as it came. */
export interface Message {
  type: "message";
  /** Seconds and microseconds, unique within the channel: a message's id. */
  ts: string;
  text: string;
  user: string;
  bot_id: string;
  subtype?: string;
  [extra: string]: unknown;
}

/** A person or bot of the workspace. */
export interface User {
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
}

export const TEAM_ID = "T1";
export const BOT: User = { id: "U1", name: "tocsin", realName: "Tocsin", isBot: true };
export const BOT_ID = "B1";
const FOUNDER: User = { id: "U7", name: "founder", realName: "Founder", isBot: false };

/** A Slack workspace with channels, in each of which the bot is a member. */
export class Workspace {
  readonly users: readonly User[] = [BOT, FOUNDER];
  readonly channels: Channel[] = [];
  #lastMicros = 0;
  /** Messages still to be lost; a channel of null means any. */
  #losing: { channel: string | null; times: number } = { channel: null, times: 0 };

  /** Makes the channels of these names that are not there. */
  addChannels(names: readonly string[], createdSeconds: number, ids: Readonly<Record<string, string>> = {}): void {
    for (const name of names) {
      if (this.channel(name) !== undefined) continue;
      this.channels.push({
        id: ids[name] ?? `C${String(this.channels.length + 1).padStart(10, "0")}`,
        name,
        created: createdSeconds,
        archived: false,
        topic: "",
        members: new Set([BOT.id, FOUNDER.id]),
        messages: [],
      });
    }
  }

  /** Finds a channel by id, by `#name` or by name. */
  channel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, "");
    return this.channels.find((channel) => channel.id === idOrName || channel.name === name);
  }

  /** From now on the next `times` messages (to one channel, or to any) are accepted and lost; 0 ends it. */
  lose(times: number, channel: Channel | null): void {
    this.#losing = { channel: channel?.id ?? null, times };
  }

  /** Adds a message at the given time, unless it is to be lost: then only the answer shows it. A timestamp that is taken moves on by a microsecond. */
  post(channel: Channel, now: Date, content: { text: string } & Record<string, unknown>): Message {
    this.#lastMicros = Math.max(now.getTime() * 1_000, this.#lastMicros + 1);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    const ts = `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, "0")}`;
    const message: Message = { ...content, type: "message", ts, user: BOT.id, bot_id: BOT_ID };
    if (this.#isLost(channel)) return message;
    channel.messages.push(message);
    return message;
  }

  #isLost(channel: Channel): boolean {
    const { channel: only, times } = this.#losing;
    if (times === 0 || (only !== null && only !== channel.id)) return false;
    this.#losing.times -= 1;
    return true;
  }
}
