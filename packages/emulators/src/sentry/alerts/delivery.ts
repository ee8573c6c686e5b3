import type { LocalContext } from "../../context.ts";
import { callPeer } from "../../peer.ts";
import type { SentryStore } from "../store.ts";
import type { ActionBody } from "../workflow-body.ts";
import type { Deliver } from "./alerts.ts";
import { mailMessage } from "./mail-message.ts";
import { slackMessage } from "./slack-message.ts";
import { wordingOf } from "./wording.ts";

const sender = "noreply@md.getsentry.com";

/**
 * Sends to the emulated Slack and mailbox. What Slack refuses (no such channel, archived, bot not a member) is lost, as it is
 * with Sentry: the alert counts as triggered all the same.
 */
export function deliverTo(context: LocalContext, store: SentryStore, baseUrl: () => string): Deliver {
  return async (action, workflow, happening) => {
    const wording = wordingOf(store, workflow, happening, baseUrl());
    if (action.type === "email") {
      const to = recipients(store, action);
      const message = { from: sender, to, ...mailMessage(happening, wording) };
      if (to.length > 0) await post("mail", "/messages", message, context.tokens.control.token);
      return;
    }
    if (action.type !== "slack") return;
    const integration = store.integrations.find(({ id }) => id === action.integrationId);
    if (integration?.status !== "active") return;
    const channel = action.config.targetIdentifier || (action.config.targetDisplay ?? "");
    const message = { channel, ...slackMessage(action, happening, wording) };
    await post("slack", "/api/chat.postMessage", message, context.tokens.slack.token);
  };

  async function post(vendor: "slack" | "mail", path: string, body: object, token: string) {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    };
    await callPeer(context, vendor, path, init, "seen");
  }
}

/** Addresses of a member, or of all members: teams and issue owners are everybody in an organization of one. */
function recipients(store: SentryStore, { config }: ActionBody): string[] {
  const { targetType, targetIdentifier } = config;
  if (targetType === "team" && !store.teams.some(({ id }) => id === targetIdentifier)) return [];
  const all = targetType === "team" || targetType === "issue_owners";
  return store.members.filter(({ userId }) => all || userId === targetIdentifier).map(({ email }) => email);
}
