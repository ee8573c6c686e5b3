import { z } from "zod";
import type { Connections } from "../connections.ts";
import type { Limits, VendorHttp } from "../http/read.ts";
import { pageWith, readSlack, slackHttp } from "./answers.ts";

const channel = z.object({
  id: z.string(),
  name: z.string(),
  is_archived: z.boolean(),
  /** Whether the bot that the token belongs to is in it. */
  is_member: z.boolean(),
});

export type SlackChannel = z.infer<typeof channel>;

/** Reads which channels a Slack workspace has, as far as the bot can see them. */
export class SlackChannels {
  readonly http: VendorHttp;

  constructor(connection: NonNullable<Connections["slack"]>, limits: Limits = {}) {
    this.http = slackHttp(connection, limits);
  }

  /** Channels, archived ones too. Private ones are seen only by a bot that is in them. Errors: see `VendorHttp.get`. */
  all(): Promise<SlackChannel[]> {
    return readSlack(this.http, {
      method: "conversations.list",
      args: { types: "public_channel,private_channel" },
      schema: pageWith({ channels: z.array(channel) }),
      items: ({ channels }) => channels,
      what: "channels",
      scopes: "channels:read and groups:read",
    });
  }
}
