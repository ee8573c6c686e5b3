import { z } from "zod";
import type { Connections } from "../connections.ts";
import { VendorAnsweredWrong, type VendorError, VendorRefused } from "../http/errors.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import type { Inbox, Message } from "../inbox.ts";
import { readPages } from "../pages.ts";
import { type SlackChannel, SlackChannels } from "./channels.ts";
import { messageSchema, textOf } from "./text.ts";

/** The page size that Slack recommends as the most. Apps that are sold outside of its marketplace get 15 whatever they ask. */
const perPage = 200;

const page = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    messages: z.array(messageSchema),
    response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
  }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

type RawMessage = z.infer<typeof messageSchema>;

const credential = "SLACK_TOKEN";
const scopes = "channels:history and groups:history";

/** What Slack's error codes mean for a reader, as the end of a sentence that names the channel. */
const meanings: Record<string, string> = {
  not_in_channel: "the bot is not in it: invite it with /invite",
  channel_not_found: "there is no such channel that the bot can see",
  is_archived: "it is archived",
  missing_scope: `the token lacks a scope: set ${credential} to a bot's token with ${scopes}`,
  invalid_auth: `the token is not valid: set ${credential} to a bot's token with ${scopes}`,
  not_authed: `no token was sent: set ${credential} to a bot's token with ${scopes}`,
  account_inactive: `the token's account is switched off: set ${credential} to another`,
  token_revoked: `the token was revoked: set ${credential} to a new one`,
  token_expired: `the token has expired: set ${credential} to a new one`,
  not_allowed_token_type: `this kind of token may not read: set ${credential} to a bot's token with ${scopes}`,
};

const refusals: ReadonlySet<string> = new Set([
  "missing_scope",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "not_allowed_token_type",
]);

/**
 * Reads messages of Slack channels with a bot's token, answers in threads included (Sentry writes there that an issue has
 * been resolved). The bot must be a member of each channel; nothing is posted or marked.
 *
 * https://docs.slack.dev/reference/methods/conversations.history
 */
export class SlackMessages {
  readonly #connection: NonNullable<Connections["slack"]>;
  readonly #limits: Limits;
  #channels: Promise<SlackChannel[]> | null = null;
  /** Slack's clock at its last answer, in whole seconds; null before the first. */
  vendorTime: Date | null = null;

  constructor(connection: NonNullable<Connections["slack"]>, limits: Limits = {}) {
    this.#connection = connection;
    this.#limits = limits;
  }

  /**
   * The channel `name` (with its `#`) as a place that messages can be read from. One that is not `reachable` has none, so
   * that the other places are read all the same.
   */
  inbox(name: string): Inbox {
    return {
      place: name,
      reachable: () => this.#unreachable(name),
      read: async (since) =>
        (await this.#find(name))?.is_member === true ? await this.messages({ since, channel: name }) : [],
    };
  }

  /**
   * Messages of one channel that Slack got at `since` or later, oldest first. `since` is a moment by Slack's own clock.
   * Errors: see `VendorHttp.get`.
   */
  async messages({ since, channel }: { since: Date; channel: string }): Promise<Message[]> {
    const found = await this.#find(channel);
    if (found === null) throw refused(channel, "channel_not_found");
    // A limit for all calls together counts from the first: each reading has its own.
    const http = this.#http();
    try {
      const oldest = (since.getTime() / 1000).toFixed(6);
      const history = { channel: found.id, oldest, inclusive: "true" };
      const top = await this.#pages(http, channel, "history", history);
      const answers = await Promise.all(
        top
          .filter(({ latest_reply: latest }) => typeof latest === "string" && Number(latest) >= Number(oldest))
          .map(({ ts }) => this.#pages(http, channel, "replies", { ...history, ts })),
      );
      const all = new Map([...top, ...answers.flat()].map((message) => [message.ts, message]));
      return [...all.values()]
        .filter(({ ts }) => Number(ts) >= Number(oldest))
        .sort((a, b) => Number(a.ts) - Number(b.ts))
        .map((message) => ({
          place: channel,
          id: message.ts,
          at: new Date(Number(message.ts) * 1000),
          text: textOf(message),
        }));
    } finally {
      this.vendorTime = http.vendorTime ?? this.vendorTime;
    }
  }

  async #pages(
    http: VendorHttp,
    channel: string,
    method: "history" | "replies",
    args: Record<string, string>,
  ): Promise<RawMessage[]> {
    return readPages({ vendor: "Slack", what: `messages of ${channel}` }, async (cursor) => {
      const query = new URLSearchParams({ ...args, limit: String(perPage), ...(cursor === "" ? {} : { cursor }) });
      const path = `/api/conversations.${method}?${query}`;
      const { data } = await http.get({ path, what: `messages of ${channel}`, scope: scopes, schema: page });
      if (!data.ok) throw refused(channel, data.error);
      return { items: data.messages, next: data.response_metadata?.next_cursor || null };
    });
  }

  async #unreachable(name: string): Promise<string | null> {
    const channel = await this.#find(name);
    if (channel === null) return meanings.channel_not_found ?? null;
    if (channel.is_archived) return meanings.is_archived ?? null;
    return channel.is_member ? null : (meanings.not_in_channel ?? null);
  }

  /** An archived channel keeps its name until another takes it: the open one is meant. */
  async #find(name: string): Promise<SlackChannel | null> {
    this.#channels ??= new SlackChannels(this.#connection, this.#limits).all();
    const asked = this.#channels;
    const all = await asked.catch((error: unknown) => {
      if (this.#channels === asked) this.#channels = null;
      throw error;
    });
    const same = all.filter((channel) => `#${channel.name}` === name);
    return same.find((channel) => !channel.is_archived) ?? same[0] ?? null;
  }

  #http(): VendorHttp {
    return new VendorHttp({
      vendor: "Slack",
      url: this.#connection.url,
      headers: { Authorization: `Bearer ${this.#connection.token}`, Accept: "application/json" },
      credential,
      ...this.#limits,
    });
  }
}

function refused(channel: string, error: string): VendorError {
  const message = `Slack did not show the messages of ${channel} (${error})`;
  const meaning = meanings[error];
  const sentence = meaning === undefined ? `${message}.` : `${message}: ${meaning}.`;
  return refusals.has(error) ? new VendorRefused("Slack", sentence) : new VendorAnsweredWrong("Slack", sentence);
}
