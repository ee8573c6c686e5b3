import type { Context } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { bearerOf, sameSecret } from "../secret.ts";
import { createVendorApp, type Guard, hasSmallBody } from "../vendor.ts";
import { readArguments, text } from "./arguments.ts";
import { chatMethods } from "./chat.ts";
import { slackControl } from "./control.ts";
import { conversationMethods } from "./conversations.ts";
import { failure, type Method } from "./method.ts";
import { BOT, BOT_ID, TEAM_ID, type User, Workspace } from "./workspace.ts";

/** The emulated Slack, with the workspace for tests that look into it. */
export interface SlackEmulator extends VendorEmulator {
  readonly workspace: Workspace;
}

/**
 * A Slack workspace behind the Web API: `POST` or `GET /api/METHOD`, a bearer token, arguments as form, JSON
 * or query. As the vendor does, failures answer 200 with `ok: false`.
 */
export function createSlack(context: LocalContext): SlackEmulator {
  const app = createVendorApp(context, "slack", requireToken(context.tokens.slack.token));
  const workspace = new Workspace();
  const { account } = context.accounts.slack;
  const accountsChanged = () => {
    const { channels, ids } = context.accounts.slack;
    workspace.addChannels(channels, Math.floor(context.now().getTime() / 1_000), ids);
  };
  accountsChanged();
  const methods: Record<string, Method> = {
    "auth.test": () => ({
      ok: true,
      url: `https://${account}.slack.com/`,
      team: account,
      user: BOT.name,
      team_id: TEAM_ID,
      user_id: BOT.id,
      bot_id: BOT_ID,
      is_enterprise_install: false,
    }),
    "users.info": (args) => {
      const user = workspace.users.find(({ id }) => id === text(args, "user"));
      return user === undefined ? failure("user_not_found") : { ok: true, user: userView(user) };
    },
    ...conversationMethods(workspace),
    ...chatMethods(context, workspace),
  };

  app.on(["GET", "POST"], "/api/:method", async (c) => {
    const name = c.req.param("method");
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) return c.json({ ...failure("unknown_method"), req_method: name });
    const args = await readArguments(c);
    if (args === null) return c.json(failure("invalid_json"));
    return c.json(method(args));
  });
  return {
    name: "slack",
    app,
    workspace,
    accountsChanged,
    control: slackControl(workspace),
    counts: () => ({
      channels: workspace.channels.length,
      messages: workspace.channels.reduce((sum, { messages }) => sum + messages.length, 0),
    }),
    describe: (url) => ({ url, ...context.tokens.slack }),
  };
}

/** The token is that of the header, or an argument. Methods refuse in the API's own way, with status 200. */
function requireToken(expected: string): Guard {
  return async (c) => {
    const token = bearerOf(c) ?? (await tokenAmong(c));
    if (sameSecret(token, expected)) return null;
    const refusal = failure(token === undefined ? "not_authed" : "invalid_auth");
    return c.json(refusal, c.req.path.startsWith("/api/") ? 200 : 401);
  };
}

async function tokenAmong(c: Context): Promise<string | undefined> {
  const args = hasSmallBody(c) ? await readArguments(c) : c.req.query();
  return text(args ?? {}, "token");
}

function userView(user: User) {
  return {
    id: user.id,
    team_id: TEAM_ID,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    is_bot: user.isBot,
    profile: { real_name: user.realName, display_name: user.name, team: TEAM_ID },
  };
}
