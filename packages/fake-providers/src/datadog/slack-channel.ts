import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { defined, withDefaults } from "../shared/values.ts";

/** The bridge's names of what a notification shows; all are on unless the program says otherwise. */
const DISPLAY: Properties = { message: true, muteButtons: true, notified: true, snapshot: true, tags: true };

const display = z.strictObject({
  message: z.boolean(),
  muteButtons: z.boolean(),
  notified: z.boolean(),
  snapshot: z.boolean(),
  tags: z.boolean(),
});
const inputs = z.strictObject({ accountName: z.string().min(1), channelName: z.string().min(1), display });
type Inputs = z.infer<typeof inputs>;

const channel = z.looseObject({
  name: z.string(),
  display: z.looseObject({
    message: z.boolean(),
    mute_buttons: z.boolean().default(true),
    notified: z.boolean(),
    snapshot: z.boolean(),
    tags: z.boolean(),
  }),
});

/** `datadog:slack/channel:Channel`; its id is `account:channel`. */
export function slackChannel(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete: (given) => defined({ ...given, display: withDefaults(DISPLAY, given.display) }),
    // Upstream renames a channel in place, which changes the id that the engine knows it by; a replacement says the same
    // and leaves no state that points nowhere.
    replaces: (path) => isAt(path, ["accountName", "channelName"]),

    async create(given) {
      const answer = await rest().call("POST", channelsPath(given.accountName), bodyOf(given));
      return { id: `${given.accountName}:${given.channelName}`, outputs: propertiesOf(given.accountName, answer) };
    },

    async read(id) {
      const answer = await rest().find(channelPath(id));
      if (answer === null) return null;
      const live = propertiesOf(parts(id).account, answer);
      return { id, inputs: live, outputs: live };
    },

    async update(id, given) {
      return propertiesOf(given.accountName, await rest().call("PATCH", channelPath(id), bodyOf(given)));
    },

    async delete(id) {
      await rest().call("DELETE", channelPath(id));
    },
  });
}

function bodyOf({ channelName, display: shown }: Inputs): Properties {
  const { muteButtons, ...same } = shown;
  return { display: { ...same, mute_buttons: muteButtons }, name: channelName };
}

function propertiesOf(accountName: string, answer: Value): Properties {
  const live = answered(channel, answer, "Datadog's Slack channel");
  const { message, mute_buttons: muteButtons, notified, snapshot, tags } = live.display;
  return { accountName, channelName: live.name, display: { message, muteButtons, notified, snapshot, tags } };
}

function channelsPath(account: string): string {
  return `/api/v1/integration/slack/configuration/accounts/${encodeURIComponent(account)}/channels`;
}

function channelPath(id: string): string {
  const { account, channel: name } = parts(id);
  return `${channelsPath(account)}/${encodeURIComponent(name)}`;
}

function parts(id: string): { account: string; channel: string } {
  const [account, name] = id.split(":");
  if (!account || !name) throw new Error(`"${id}" is no id of a Slack channel: expected account:channel.`);
  return { account, channel: name };
}
