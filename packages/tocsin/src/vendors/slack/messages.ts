import { z } from "zod";
import type { Connections } from "../connections.ts";
import type { Limits, VendorHttp } from "../http/read.ts";
import type { Inbox, Message } from "../inbox.ts";
import { pageWith, readSlack, slackError, slackHttp, unreachable } from "./answers.ts";
import { type SlackChannel, SlackChannels } from "./channels.ts";
import { messageSchema, textOf } from "./text.ts";

const scopes = "channels:history and groups:history";

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
    if (found === null) throw slackError("channel_not_found", messagesOf(channel), scopes);
    // A limit for all calls together counts from the first: each reading has its own.
    const http = slackHttp(this.#connection, this.#limits);
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

  #pages(
    http: VendorHttp,
    channel: string,
    method: "history" | "replies",
    args: Record<string, string>,
  ): Promise<z.infer<typeof messageSchema>[]> {
    return readSlack(http, {
      method: `conversations.${method}`,
      args,
      schema: pageWith({ messages: z.array(messageSchema) }),
      items: ({ messages }) => messages,
      what: messagesOf(channel),
      scopes,
    });
  }

  async #unreachable(name: string): Promise<string | null> {
    const channel = await this.#find(name);
    if (channel === null) return unreachable.channel_not_found;
    if (channel.is_archived) return unreachable.is_archived;
    return channel.is_member ? null : unreachable.not_in_channel;
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
}

const messagesOf = (channel: string): string => `the messages of ${channel}`;
