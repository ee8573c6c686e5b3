import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { DatadogStore } from "../store.ts";
import { createSchema, type SlackChannel, updateSchema } from "./slack-channel.ts";
import type { Json } from "./stored.ts";

const PATH = "/api/v1/integration/slack/configuration/accounts/:account/channels";

/** The Slack integration's channels, of the one connected account. */
export function addSlackChannelRoutes(
  app: Hono,
  { accounts }: Pick<LocalContext, "accounts">,
  store: DatadogStore,
): void {
  const checkAccount = (c: Context): void => {
    const account = c.req.param("account");
    if (account !== accounts.slack.account) throw refuse(404, `Slack account '${account}' not found`);
  };
  const find = (c: Context): SlackChannel => {
    checkAccount(c);
    const channel = store.slackChannels.get(c.req.param("name") ?? "");
    if (channel === undefined) throw refuse(404, `Slack channel '${c.req.param("name")}' not found`);
    return channel;
  };

  app.get(PATH, (c) => {
    checkAccount(c);
    return c.json([...store.slackChannels.values()].map(view));
  });
  app.post(PATH, async (c) => {
    checkAccount(c);
    const channel = await readBody(c, createSchema);
    if (store.slackChannels.has(channel.name)) throw refuse(400, `Slack channel '${channel.name}' already exists`);
    store.slackChannels.set(channel.name, channel);
    // Recorded, although the specification says 200 (terraform-provider-datadog 501d99b0, TestAccDatadogIntegrationSlackChannel_Basic).
    return c.json(view(channel), 201);
  });
  app.get(`${PATH}/:name`, (c) => c.json(view(find(c))));
  app.patch(`${PATH}/:name`, async (c) => {
    const before = find(c);
    const sent = await readBody(c, updateSchema);
    const after = { name: sent.name ?? before.name, display: { ...before.display, ...sent.display } };
    if (after.name !== before.name && store.slackChannels.has(after.name)) {
      throw refuse(400, `Slack channel '${after.name}' already exists`);
    }
    store.slackChannels.delete(before.name);
    store.slackChannels.set(after.name, after);
    return c.json(view(after));
  });
  app.delete(`${PATH}/:name`, (c) => {
    store.slackChannels.delete(find(c).name);
    return c.body(null, 204);
  });
}

function view(channel: SlackChannel): Json {
  return { name: channel.name, display: channel.display };
}
