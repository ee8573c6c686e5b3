import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createContext } from "../../src/context.ts";
import { createSlack } from "../../src/slack/app.ts";

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });

function newSlack() {
  const context = createContext();
  const { app, workspace } = createSlack(context);
  const { token } = context.tokens.slack;
  const send = async (method: string, init: RequestInit) => {
    const response = await app.request(`/api/${method}`, init);
    expect(response.status).toBe(200);
    return answer.parse(await response.json());
  };
  const bearer = { authorization: `Bearer ${token}` };
  return {
    context,
    workspace,
    send,
    json: (method: string, args: object = {}) =>
      send(method, {
        method: "POST",
        headers: { ...bearer, "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(args),
      }),
    form: (method: string, args: Record<string, string>) =>
      send(method, { method: "POST", headers: bearer, body: new URLSearchParams(args) }),
    get: (method: string, args: Record<string, string>) =>
      send(`${method}?${new URLSearchParams(args)}`, { headers: bearer }),
  };
}

describe("tokens", () => {
  test("identify the bot, as header or argument", async () => {
    const { json, send, context } = newSlack();
    expect(await json("auth.test")).toMatchObject({
      ok: true,
      team: "acme",
      team_id: "T1",
      user_id: "U1",
      bot_id: "B1",
    });
    const body = new URLSearchParams({ token: context.tokens.slack.token });
    expect(await send("auth.test", { method: "POST", body })).toMatchObject({ ok: true });
  });

  test("missing, wrong, or for a method that there is not", async () => {
    const { send, json } = newSlack();
    expect(await send("auth.test", { method: "POST" })).toEqual({ ok: false, error: "not_authed" });
    const headers = { authorization: "Bearer xoxb-wrong" };
    expect(await send("auth.test", { method: "POST", headers })).toEqual({ ok: false, error: "invalid_auth" });
    expect(await json("chat.frobnicate")).toMatchObject({ ok: false, error: "unknown_method" });
    expect(await json("toString")).toMatchObject({ ok: false, error: "unknown_method" });
  });
});

describe("channels", () => {
  test("the bot is a member of the three that there are", async () => {
    const { get, json } = newSlack();
    const listed = await get("conversations.list", { types: "public_channel", limit: "2" });
    expect(listed).toMatchObject({ channels: [{ name: "alerts-local", is_member: true }, { name: "alerts-staging" }] });
    const cursor = z
      .object({ response_metadata: z.object({ next_cursor: z.string() }) })
      .parse(listed).response_metadata;
    const rest = await get("conversations.list", { cursor: cursor.next_cursor });
    expect(rest).toMatchObject({ channels: [{ name: "alerts" }], response_metadata: { next_cursor: "" } });
    expect(await get("conversations.list", { cursor: "x" })).toEqual({ ok: false, error: "invalid_cursor" });
    expect(await json("conversations.info", { channel: "C0000000003" })).toMatchObject({ channel: { name: "alerts" } });
    expect(await json("conversations.members", { channel: "C0000000003" })).toMatchObject({ members: ["U1", "U7"] });
    expect(await json("users.info", { user: "U1" })).toMatchObject({ user: { is_bot: true } });
    expect(await json("users.info", { user: "U99" })).toEqual({ ok: false, error: "user_not_found" });
  });

  test("leaving and joining, archiving and opening again", async () => {
    const { json } = newSlack();
    const channel = "C0000000003";
    const post = () => json("chat.postMessage", { channel, text: "x" });
    await json("conversations.leave", { channel });
    expect(await post()).toEqual({ ok: false, error: "not_in_channel" });
    expect(await json("conversations.history", { channel })).toEqual({ ok: false, error: "not_in_channel" });
    expect(await json("conversations.join", { channel })).toMatchObject({ ok: true, channel: { is_member: true } });
    expect(await json("conversations.join", { channel })).toMatchObject({ ok: true, warning: "already_in_channel" });
    await json("conversations.archive", { channel });
    expect(await post()).toEqual({ ok: false, error: "is_archived" });
    expect(await json("conversations.join", { channel })).toEqual({ ok: false, error: "is_archived" });
    expect(await json("conversations.archive", { channel })).toEqual({ ok: false, error: "already_archived" });
    await json("conversations.unarchive", { channel });
    expect(await post()).toMatchObject({ ok: true });
  });
});

describe("messages", () => {
  test("are read back newest first, by time", async () => {
    const { json, form, get, context } = newSlack();
    // The clock stands still: timestamps must differ all the same.
    context.clock.freeze();
    const first = await form("chat.postMessage", { channel: "#alerts", text: "one", attachments: '[{"text":"more"}]' });
    const second = await json("chat.postMessage", { channel: "C0000000003", blocks: [{ type: "section" }] });
    expect(first).toMatchObject({
      ok: true,
      channel: "C0000000003",
      message: { text: "one", bot_id: "B1", user: "U1" },
    });
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
    const channel = "C0000000003";
    const history = await get("conversations.history", { channel });
    expect(history).toMatchObject({
      has_more: false,
      messages: [{ blocks: [{ type: "section" }] }, { type: "message", text: "one", attachments: [{ text: "more" }] }],
    });
    const since = async (args: Record<string, string>) =>
      z
        .object({ messages: z.array(z.object({ ts: z.string() })) })
        .parse(await get("conversations.history", { channel, ...args }));
    expect((await since({ oldest: String(first.ts) })).messages).toEqual([{ ts: second.ts }]);
    expect((await since({ oldest: String(first.ts), inclusive: "true" })).messages).toHaveLength(2);
    expect((await since({ latest: String(second.ts) })).messages).toEqual([{ ts: first.ts }]);
    expect(await get("conversations.history", { channel, limit: "1" })).toMatchObject({ has_more: true });
  });

  test.each([
    ["chat.postMessage", { channel: "#nowhere", text: "x" }, "channel_not_found"],
    ["chat.postMessage", { text: "x" }, "channel_not_found"],
    ["chat.postMessage", { channel: "#alerts" }, "no_text"],
    ["chat.postMessage", { channel: "#alerts", text: "x".repeat(40_001) }, "msg_too_long"],
    ["chat.postMessage", { channel: "#alerts", text: "x", blocks: "{" }, "invalid_blocks"],
    ["chat.delete", { channel: "C0000000003", ts: "1.0" }, "message_not_found"],
    ["conversations.history", { channel: "alerts" }, "channel_not_found"],
    ["conversations.history", { channel: "C0000000003", oldest: "yesterday" }, "invalid_ts_oldest"],
    ["conversations.list", { types: "secret" }, "invalid_types"],
  ])("%s %j", async (method, args, error) => {
    const { json } = newSlack();
    expect(await json(method, args)).toEqual({ ok: false, error });
  });

  test("a JSON body that is none", async () => {
    const { send, context } = newSlack();
    const call = (headers: Record<string, string>) =>
      send("chat.postMessage", {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: "[1",
      });
    const authorization = `Bearer ${context.tokens.slack.token}`;
    expect(await call({ authorization })).toEqual({ ok: false, error: "invalid_json" });
    expect(await call({})).toEqual({ ok: false, error: "not_authed" });
  });
});
