import type { LocalContext } from "../context.ts";
import { structure, text } from "./arguments.ts";
import { failure, type Method } from "./method.ts";
import { BOT, type Workspace } from "./workspace.ts";

/** The vendor's limit for a message's text, in characters; beyond it the API refuses. */
const LONGEST_TEXT = 40_000;

/** `chat.postMessage` and `chat.delete`. */
export function chatMethods(context: LocalContext, workspace: Workspace): Record<string, Method> {
  return {
    "chat.postMessage": (args) => {
      const id = text(args, "channel");
      const channel = id === undefined ? undefined : workspace.channel(id);
      if (channel === undefined) return failure("channel_not_found");
      if (channel.archived) return failure("is_archived");
      if (!channel.members.has(BOT.id)) return failure("not_in_channel");
      const blocks = structure(args, "blocks");
      const attachments = structure(args, "attachments");
      if (blocks !== undefined && !Array.isArray(blocks)) return failure("invalid_blocks");
      if (attachments !== undefined && !Array.isArray(attachments)) return failure("invalid_attachments");
      const content = text(args, "text") ?? "";
      if (content === "" && blocks === undefined && attachments === undefined) return failure("no_text");
      if (content.length > LONGEST_TEXT) return failure("msg_too_long");
      const message = workspace.post(channel, context.now(), {
        text: content,
        ...(blocks === undefined ? {} : { blocks }),
        ...(attachments === undefined ? {} : { attachments }),
        ...(text(args, "thread_ts") === undefined ? {} : { thread_ts: text(args, "thread_ts") }),
        ...(text(args, "username") === undefined ? {} : { username: text(args, "username"), subtype: "bot_message" }),
      });
      return { ok: true, channel: channel.id, ts: message.ts, message };
    },
    "chat.delete": (args) => {
      const channel = workspace.channels.find(({ id }) => id === text(args, "channel"));
      if (channel === undefined) return failure("channel_not_found");
      const index = channel.messages.findIndex(({ ts }) => ts === text(args, "ts"));
      if (index === -1) return failure("message_not_found");
      channel.messages.splice(index, 1);
      return { ok: true, channel: channel.id, ts: text(args, "ts") };
    },
  };
}
