/** What every reading of Slack shares: its client, its pages, and what the codes of its failures mean. */
import { z } from "zod";
import type { Connections } from "../connections.ts";
import { VendorAnsweredWrong, type VendorError, VendorRefused } from "../http/errors.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import { readPages } from "../pages.ts";

/** The page size that Slack recommends as the most. Apps that are sold outside of its marketplace get 15 messages whatever they ask. */
const perPage = 200;

const credential = "SLACK_TOKEN";

export const slackHttp = ({ url, token }: NonNullable<Connections["slack"]>, limits: Limits): VendorHttp =>
  new VendorHttp({
    ...{ vendor: "Slack", url, credential },
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
    ...limits,
  });

/** What cannot be asked with this token, as the end of a sentence; `scopes` are those that it needs. */
const refusals: Readonly<Record<string, (scopes: string) => string>> = {
  missing_scope: (scopes) => `the token lacks a scope: set ${credential} to a bot's token with ${scopes}`,
  invalid_auth: (scopes) => `the token is not valid: set ${credential} to a bot's token with ${scopes}`,
  not_authed: (scopes) => `no token was sent: set ${credential} to a bot's token with ${scopes}`,
  not_allowed_token_type: (scopes) =>
    `this kind of token may not read: set ${credential} to a bot's token with ${scopes}`,
  account_inactive: () => `the token's account is switched off: set ${credential} to another`,
  token_revoked: () => `the token was revoked: set ${credential} to a new one`,
  token_expired: () => `the token has expired: set ${credential} to a new one`,
};

/** What Slack says of a channel that cannot be read, as the end of a sentence that names it. */
export const unreachable = {
  not_in_channel: "the bot is not in it: invite it with /invite",
  channel_not_found: "there is no such channel that the bot can see",
  is_archived: "it is archived",
} as const;

/** A failure that Slack tells by its code, such as `missing_scope`; `what` was asked for. */
export function slackError(error: string, what: string, scopes: string): VendorError {
  const refusal = refusals[error]?.(scopes);
  if (refusal !== undefined) return new VendorRefused("Slack", `Slack did not show ${what} (${error}): ${refusal}.`);
  const meaning = Object.entries(unreachable).find(([code]) => code === error)?.[1];
  const ending = meaning === undefined ? "" : `: ${meaning}`;
  return new VendorAnsweredWrong("Slack", `Slack did not show ${what} (${error})${ending}.`);
}

interface Page {
  ok: true;
  response_metadata?: { next_cursor?: string | null | undefined } | null | undefined;
}

const failure = z.object({ ok: z.literal(false), error: z.string() });

/** A page with what `shape` says. Slack answers failures with 200 and `ok: false`. */
export const pageWith = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.discriminatedUnion("ok", [
    z.object({
      ...shape,
      ok: z.literal(true),
      response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
    }),
    failure,
  ]);

interface Asked<Of extends Page, Item> {
  /** Such as `conversations.list`. */
  method: string;
  args: Readonly<Record<string, string>>;
  schema: z.ZodType<Of | z.infer<typeof failure>>;
  items: (page: Of) => Item[];
  /** For errors, such as "channels". */
  what: string;
  /** For errors, such as "channels:read and groups:read". */
  scopes: string;
}

/** Everything that a method lists, page after page. Errors: see `VendorHttp.get`. */
export function readSlack<Of extends Page, Item>(http: VendorHttp, asked: Asked<Of, Item>): Promise<Item[]> {
  const { method, args, schema, items, what, scopes } = asked;
  return readPages({ vendor: "Slack", what }, async (cursor) => {
    const query = new URLSearchParams({ ...args, limit: String(perPage), ...(cursor === "" ? {} : { cursor }) });
    const { data } = await http.get({ path: `/api/${method}?${query}`, what, scope: scopes, schema });
    if (data.ok === false) throw slackError(data.error, what, scopes);
    return { items: items(data), next: data.response_metadata?.next_cursor || null };
  });
}
