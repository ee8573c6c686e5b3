import { z } from "zod";
import type { Connections } from "../connections.ts";
import { VendorAnsweredWrong, VendorRefused } from "../http/errors.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import { readPages } from "../pages.ts";

/** The page size that Slack recommends as the most. */
const perPage = 200;

const channel = z.object({
  id: z.string(),
  name: z.string(),
  is_archived: z.boolean(),
  /** Whether the bot that the token belongs to is in it. */
  is_member: z.boolean(),
});

/** Slack answers failures with 200 and `ok: false`. */
const answer = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    channels: z.array(channel),
    response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
  }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

export type SlackChannel = z.infer<typeof channel>;

const credential = "SLACK_TOKEN";
const scopes = "channels:read and groups:read";
const refusals = ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"];

/** Reads which channels a Slack workspace has, as far as the bot can see them. */
export class SlackChannels {
  readonly http: VendorHttp;

  constructor(connection: NonNullable<Connections["slack"]>, limits: Limits = {}) {
    this.http = new VendorHttp({
      vendor: "Slack",
      url: connection.url,
      headers: { Authorization: `Bearer ${connection.token}`, Accept: "application/json" },
      credential,
      ...limits,
    });
  }

  /** Channels, archived ones too. Private ones are seen only by a bot that is in them. Errors: see `VendorHttp.get`. */
  async all(): Promise<SlackChannel[]> {
    return readPages({ vendor: "Slack", what: "channels" }, async (cursor) => {
      const query = new URLSearchParams({ limit: String(perPage), types: "public_channel,private_channel" });
      if (cursor !== "") query.set("cursor", cursor);
      const path = `/api/conversations.list?${query}`;
      const { data } = await this.http.get({ path, what: "channels", scope: scopes, schema: answer });
      if (!data.ok) throw refused(data.error);
      return { items: data.channels, next: data.response_metadata?.next_cursor || null };
    });
  }
}

function refused(error: string): VendorAnsweredWrong | VendorRefused {
  if (!refusals.includes(error)) return new VendorAnsweredWrong("Slack", `Slack did not list channels: ${error}.`);
  const hint = `set ${credential} to a bot's token with the scopes ${scopes}`;
  return new VendorRefused("Slack", `Slack refused to list channels (${error}): ${hint}.`);
}
