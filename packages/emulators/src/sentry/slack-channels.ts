import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { callPeer } from "../peer.ts";
import type { FindSlackChannel } from "./references.ts";

const answer = z.object({
  ok: z.literal(true),
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** Looks channels up where Sentry's Slack integration does: in the workspace itself, by the Web API. */
export function channelsOfSlack(context: LocalContext): FindSlackChannel {
  return async (name) => {
    const headers = { authorization: `Bearer ${context.tokens.slack.token}` };
    const path = "/api/conversations.list?limit=999&exclude_archived=true";
    const response = await callPeer(context, "slack", path, { headers }, "seen");
    if (response === null) throw new Error("no Slack is emulated here: create it before Sentry is asked for a channel");
    const { channels } = answer.parse(await response.json());
    return channels.find((channel) => channel.name === name)?.id ?? null;
  };
}
