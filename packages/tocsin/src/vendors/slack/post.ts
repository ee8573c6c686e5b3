import { z } from "zod";
import type { Connections } from "../connections.ts";
import { send } from "../http/send.ts";
import { cleanCause, guard, withoutSecrets } from "../secrets.ts";

const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** A message was not taken, or nobody knows whether it was. */
export class SlackNotPosted extends Error {
  override readonly name = "SlackNotPosted";
  /** Could not tell. */
  readonly exitCode = 3;
}

/** A message that Slack has not taken (429) is sent again when it asks for it; any other only once. */
const patience = { timeoutMs: 15_000, tries: 4, longestWaitMs: 60_000 };
const hints: Readonly<Record<string, string>> = {
  not_in_channel: "Invite the bot to it.",
  channel_not_found: "Is it the channel's name, and is the bot in it if it is private?",
  missing_scope: "Give the bot the scope chat:write.",
  invalid_auth: "Set SLACK_TOKEN to a bot's token with the scope chat:write.",
};

/**
 * Posts one message (`chat.postMessage`). What Slack may have taken is not sent again: it has no key that would make that safe.
 * @param channel with its `#`
 * @throws SlackNotPosted
 */
export async function postToSlack(
  { url, token }: NonNullable<Connections["slack"]>,
  channel: string,
  text: string,
): Promise<void> {
  const fail = (what: string, cause?: unknown): SlackNotPosted =>
    new SlackNotPosted(`The message for ${channel} was not posted: ${what}`, { cause: cleanCause(cause) });
  guard([token]);
  const outcome = await send(
    {
      ...{ vendor: "Slack", method: "POST", url: `${url}/api/chat.postMessage` },
      headers: { Authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ channel, text: withoutSecrets(text), unfurl_links: false, unfurl_media: false }),
    },
    patience,
  );
  if (outcome.kind !== "answered") {
    const failed = outcome.kind === "failed" ? outcome : null;
    throw fail(`Slack could not be reached: ${failed?.problem ?? "no time is left"}.`, failed?.cause);
  }
  const { status, text: body } = outcome.answer;
  if (status >= 300) throw fail(`Slack answered ${status}.`);
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw fail("Slack answered with something that is not JSON.", cause);
  }
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw fail("Slack answered in an unexpected shape.");
  if (!parsed.data.ok) throw fail(`${parsed.data.error}. ${hints[parsed.data.error] ?? ""}`.trim());
}
