import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { callPeer } from "../../peer.ts";
import type { SlackChannel } from "../config/slack-channel.ts";
import type { DatadogStore } from "../store.ts";
import type { Notification } from "./notification.ts";

/** The address from which Datadog writes. */
const SENDER = "alert@dtdg.co";

/**
 * Sends a notification to everything that its message names. What cannot be delivered is lost without a word, as it is with
 * the vendor: a handle of an unknown account or of a channel that the integration does not have, a channel that is gone.
 */
export async function deliver(context: LocalContext, store: DatadogStore, notification: Notification): Promise<void> {
  for (const handle of notification.handles) {
    const channel = slackChannel(context, store, handle);
    if (channel !== undefined) await briefly(toSlack(context, channel, notification));
    else if (z.email().safeParse(handle).success) await briefly(toMail(context, handle, notification));
  }
}

/** Real milliseconds for which the emulated clock waits for a receiver; a slower one gets the message later. */
const PATIENCE_MS = 500;

async function briefly(delivery: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const patience = sleep(PATIENCE_MS, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  // A fault of an emulator, loud, even when nobody waits any more.
  const told = delivery.catch((error: unknown) =>
    console.error("emulated Datadog: a message was not delivered\n", error),
  );
  await Promise.race([told, patience]);
  waiting.abort();
}

/** The registered channel that a handle `slack-ACCOUNT-CHANNEL` names. */
function slackChannel({ accounts }: LocalContext, store: DatadogStore, handle: string): SlackChannel | undefined {
  const prefix = `slack-${accounts.slack.account}-`;
  return handle.startsWith(prefix) ? store.slackChannels.get(`#${handle.slice(prefix.length)}`) : undefined;
}

async function toSlack(context: LocalContext, { name, display }: SlackChannel, sent: Notification): Promise<void> {
  const text = [
    display.message ? linked(sent.text, (title, url) => `<${url}|${title}>`) : "",
    sent.evaluated === null ? "" : `\`\`\`${sent.evaluated}\`\`\``,
    display.tags && sent.tags.length > 0 ? sent.tags.map((tag) => `\`${tag}\``).join(", ") : "",
    display.notified ? `Notified: ${sent.handles.map((handle) => `@${handle}`).join(", ")}` : "",
  ];
  const attachment = {
    title: sent.title,
    title_link: sent.link,
    text: text.filter((part) => part !== "").join("\n\n"),
    fallback: `${sent.title} - ${sent.link}`,
    color: sent.color,
    mrkdwn_in: ["text"],
  };
  const headers = { authorization: `Bearer ${context.tokens.slack.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ channel: name, username: "Datadog", text: "", attachments: [attachment] });
  await callPeer(context, "slack", "/api/chat.postMessage", { method: "POST", headers, body }, "seen");
}

/** Markdown's links as the receiver shows them: Slack has its own, and of a mail only the plain text is kept here. */
const linked = (text: string, write: (title: string, url: string) => string): string =>
  text.replace(/\[([^\]\n]+)\]\((https?:\/\/[^)\s]+)\)/g, (_, title: string, url: string) => write(title, url));

async function toMail(context: LocalContext, to: string, sent: Notification): Promise<void> {
  const text = [
    sent.title,
    linked(sent.text, (title, url) => `${title}: ${url}`),
    sent.evaluated ?? "",
    sent.tags.length > 0 ? `Tags: ${sent.tags.join(", ")}` : "",
    `Notified: ${sent.handles.map((handle) => `@${handle}`).join(", ")}`,
    `Monitor: ${sent.link}`,
  ];
  const body = JSON.stringify({
    from: SENDER,
    to: [to],
    subject: sent.title,
    text: text.filter((part) => part !== "").join("\n\n"),
  });
  const headers = { authorization: `Bearer ${context.tokens.control.token}`, "content-type": "application/json" };
  await callPeer(context, "mail", "/messages", { method: "POST", headers, body }, "seen");
}
