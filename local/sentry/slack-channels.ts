import { z } from "zod";
import type { LocalContext } from "../context.ts";
import type { FindSlackChannel } from "./references.ts";

const answer = z.object({
  ok: z.literal(true),
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** Looks channels up where Sentry's Slack integration does: in the workspace itself, by the Web API. */
export function channelsOfSlack(context: LocalContext): FindSlackChannel {
  return async (name) => {
    const url = context.urls.get("slack");
    if (url === undefined)
      throw new Error("the emulated Slack does not listen: start it before Sentry is asked for a channel");
    const response = await fetch(`${url}/api/conversations.list?limit=1000&exclude_archived=true`, {
      headers: { authorization: `Bearer ${context.tokens.slack.token}` },
    });
    const { channels } = answer.parse(await response.json());
    return channels.find((channel) => channel.name === name)?.id ?? null;
  };
}
