import { z } from "zod";
import { limitedText } from "../../shared/limited-text.ts";
import type { Connections } from "../connections.ts";
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

const timeoutMs = 15_000;
const hints: Readonly<Record<string, string>> = {
  not_in_channel: "Invite the bot to it.",
  channel_not_found: "Is it the channel's name, and is the bot in it if it is private?",
  missing_scope: "Give the bot the scope chat:write.",
  invalid_auth: "Set SLACK_TOKEN to a bot's token with the scope chat:write.",
};

/**
 * Posts one message (`chat.postMessage`). It is sent once: Slack has no key that would make a repetition safe.
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
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${url}/api/chat.postMessage`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ channel, text: withoutSecrets(text), unfurl_links: false, unfurl_media: false }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    body = withoutSecrets(await limitedText(response));
  } catch (cause) {
    throw fail("Slack could not be reached.", cause);
  }
  if (!response.ok) throw fail(`Slack answered ${response.status}.`);
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
