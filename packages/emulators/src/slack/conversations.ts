import type { Arguments } from "./arguments.ts";
import { flag, text } from "./arguments.ts";
import { failure, type Method } from "./method.ts";
import { paginate } from "./paging.ts";
import { BOT, type Channel, TEAM_ID, type Workspace } from "./workspace.ts";

/** The `conversations.*` methods that reading back delivered messages needs. */
export function conversationMethods(workspace: Workspace): Record<string, Method> {
  const withChannel =
    (then: (channel: Channel, args: Arguments) => object): Method =>
    (args) => {
      const id = text(args, "channel");
      // Unlike chat.postMessage, these methods take ids only.
      const channel = workspace.channels.find((each) => each.id === id);
      return channel === undefined ? failure("channel_not_found") : then(channel, args);
    };

  return {
    "conversations.list": (args) => {
      const types = (text(args, "types") ?? "public_channel").split(",");
      if (types.some((type) => !["public_channel", "private_channel", "mpim", "im"].includes(type.trim()))) {
        return failure("invalid_types");
      }
      const visible = workspace.channels.filter(
        (channel) => types.includes("public_channel") && !(flag(args, "exclude_archived") && channel.archived),
      );
      const page = paginate(visible, args);
      if (page === null) return failure("invalid_cursor");
      const channels = page.items.map((channel) => ({ ...view(channel), num_members: channel.members.size }));
      return { ok: true, channels, response_metadata: { next_cursor: page.nextCursor } };
    },
    "conversations.info": withChannel((channel, args) => {
      const members = flag(args, "include_num_members") ? { num_members: channel.members.size } : {};
      return { ok: true, channel: { ...view(channel), ...members } };
    }),
    "conversations.members": withChannel((channel, args) => {
      const page = paginate([...channel.members], args);
      if (page === null) return failure("invalid_cursor");
      return { ok: true, members: page.items, response_metadata: { next_cursor: page.nextCursor } };
    }),
    "conversations.join": withChannel((channel) => {
      if (channel.archived) return failure("is_archived");
      const already = channel.members.has(BOT.id);
      channel.members.add(BOT.id);
      const warning = { warning: "already_in_channel", response_metadata: { warnings: ["already_in_channel"] } };
      return { ok: true, channel: view(channel), ...(already ? warning : {}) };
    }),
    "conversations.leave": withChannel((channel) => {
      const member = channel.members.delete(BOT.id);
      return member ? { ok: true } : { ok: true, not_in_channel: true };
    }),
    "conversations.archive": withChannel((channel) => {
      if (channel.archived) return failure("already_archived");
      channel.archived = true;
      return { ok: true };
    }),
    "conversations.unarchive": withChannel((channel) => {
      if (!channel.archived) return failure("not_archived");
      channel.archived = false;
      return { ok: true };
    }),
    "conversations.rename": withChannel((channel, args) => {
      const name = text(args, "name") ?? "";
      if (name === "") return failure("invalid_name_required");
      if (name.length > 80) return failure("invalid_name_maxlength");
      if (!/^[a-z0-9_-]+$/.test(name)) return failure("invalid_name_specials");
      if (channel.archived) return failure("is_archived");
      if (workspace.channels.some((each) => each !== channel && each.name === name)) return failure("name_taken");
      channel.name = name;
      return { ok: true, channel: view(channel) };
    }),
    "conversations.history": withChannel(history),
  };
}

/** Messages newest first. `oldest` and `latest` are exclusive unless `inclusive` is set. */
function history(channel: Channel, args: Arguments): object {
  if (!channel.members.has(BOT.id)) return failure("not_in_channel");
  const oldest = bound(args, "oldest", 0);
  const latest = bound(args, "latest", Number.POSITIVE_INFINITY);
  if (oldest === null) return failure("invalid_ts_oldest");
  if (latest === null) return failure("invalid_ts_latest");
  const inclusive = flag(args, "inclusive");
  const found = channel.messages
    .filter(({ ts }) =>
      inclusive ? micros(ts) >= oldest && micros(ts) <= latest : micros(ts) > oldest && micros(ts) < latest,
    )
    .reverse();
  const page = paginate(found, args);
  if (page === null) return failure("invalid_cursor");
  const more = page.nextCursor !== "";
  const metadata = more ? { response_metadata: { next_cursor: page.nextCursor } } : {};
  return { ok: true, messages: page.items, has_more: more, pin_count: 0, ...metadata };
}

function bound(args: Arguments, name: string, otherwise: number): number | null {
  const given = text(args, name);
  if (given === undefined) return otherwise;
  return /^\d{1,10}(\.\d{1,6})?$/.test(given) ? micros(given) : null;
}

/** A timestamp as whole microseconds, so that comparing is exact. */
function micros(ts: string): number {
  const [seconds = "0", fraction = ""] = ts.split(".");
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

function view(channel: Channel) {
  const text = { value: channel.topic, creator: "", last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: channel.archived,
    is_general: false,
    is_shared: false,
    is_member: channel.members.has(BOT.id),
    created: channel.created,
    creator: "U7",
    context_team_id: TEAM_ID,
    unlinked: 0,
    topic: text,
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
  };
}
