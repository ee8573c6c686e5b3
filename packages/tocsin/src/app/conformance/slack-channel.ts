import type { Home } from "../../conformance/kind.ts";
import { isObject } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { readPages } from "../../vendors/pages.ts";
import type { Target } from "./target.ts";
import { idIn, itemsIn } from "./walk.ts";

/** A home with the id of the stack's first channel, or with why there is none. */
export async function placed(target: Target, home: Home, { channels }: Pick<StackConfig, "channels">): Promise<Home> {
  const [first] = Object.values(channels);
  if (!target.vendors.has("slack") || first === undefined) return home;
  try {
    const id = await channelId(target, first);
    return { ...home, slackChannel: id === null ? { missing: `Slack has no ${first} that the bot can see` } : { id } };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { ...home, slackChannel: { missing: error.message.replace(/\.$/, "") } };
  }
}

/** @param name with its `#` @throws VendorError */
async function channelId(target: Target, name: string): Promise<string | null> {
  const all = await readPages({ vendor: "Slack", what: "channels" }, async (cursor) => {
    const query = new URLSearchParams({
      ...{ limit: "200", exclude_archived: "true", types: "public_channel,private_channel" },
      ...(cursor === "" ? {} : { cursor }),
    });
    const { body } = await target.ask("slack", { method: "GET", path: `/api/conversations.list?${query}` });
    return { items: itemsIn(body, "channels"), next: idIn(body, "response_metadata.next_cursor") || null };
  });
  const found = all.find((one) => isObject(one) && `#${one.name}` === name);
  return found === undefined ? null : idIn(found, "id");
}
