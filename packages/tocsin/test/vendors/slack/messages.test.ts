import { afterEach, describe, expect, test, vi } from "vitest";
import { createContext } from "../../../../emulators/src/context.ts";
import { createSlack } from "../../../../emulators/src/slack/app.ts";
import { VendorAnsweredWrong, VendorRefused, VendorUnreachable } from "../../../src/vendors/http/errors.ts";
import { SlackMessages } from "../../../src/vendors/slack/messages.ts";

afterEach(() => void vi.unstubAllGlobals());

const url = "https://slack.example";
const noWait = { timeoutMs: 1_000, deadlineMs: 5_000, tries: 2 };
const start = new Date("2026-11-21T10:00:00Z");

/** The emulated workspace in place of the network; `before` may answer instead of it. */
function newSlack(before: (path: string) => Response | null = () => null) {
  const context = createContext();
  const { app, workspace } = createSlack(context);
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const path = input.slice(url.length);
    asked.push(path);
    return before(path) ?? (await app.request(path, init));
  });
  const { token } = context.tokens.slack;
  const channel = workspace.channels.find(({ name }) => name === "alerts-local");
  if (channel === undefined) throw new Error("the emulated workspace has no #alerts-local");
  const post = (seconds: number, content: object) =>
    workspace.post(channel, new Date(start.getTime() + seconds * 1_000), { text: "", ...content });
  return { reader: new SlackMessages({ url, token }, noWait), channel, post, asked };
}

const read = (reader: SlackMessages, channel = "#alerts-local") => reader.messages({ since: start, channel });

describe("messages of a channel", () => {
  test("are those since a time, oldest first, with their own time and id", async () => {
    const { reader, post } = newSlack();
    post(-1, { text: "before" });
    const first = post(0, { text: "at the very moment" });
    post(2, { text: "later" });
    const found = await read(reader);
    expect(found.map(({ text }) => text)).toEqual(["at the very moment", "later"]);
    expect(found[0]).toEqual({ place: "#alerts-local", id: first.ts, at: start, text: "at the very moment" });
    // Whole seconds, as the header has them.
    const answered = reader.vendorTime?.getTime() ?? Number.NaN;
    expect(Number.isNaN(answered) || answered % 1_000 === 0).toBe(true);
  });

  test("come page by page", async () => {
    const { reader, post, asked } = newSlack();
    for (let n = 0; n < 401; n++) post(n, { text: `message ${n}` });
    const found = await read(reader);
    expect(found).toHaveLength(401);
    expect(found[400]?.text).toBe("message 400");
    expect(asked.filter((path) => path.includes("conversations.history"))).toHaveLength(3);
    await read(reader);
    expect(asked.filter((path) => path.includes("conversations.list"))).toHaveLength(1);
  });

  test("say what stands in attachments, fields and blocks, each line once, without Slack's escapes", async () => {
    const { reader, post } = newSlack();
    post(1, {
      attachments: [
        {
          title: "[Triggered] a &lt; b &amp; c",
          text: "tocsin:tips/errors",
          fallback: "tocsin:tips/errors",
          fields: [{ title: "env", value: "local", short: true }],
          blocks: [{ type: "section", text: { type: "mrkdwn", text: "inside" } }],
        },
      ],
      blocks: [
        { type: "header", text: { type: "plain_text", text: "Head" } },
        {
          type: "actions",
          elements: [{ type: "button", action_id: "hidden", text: { type: "plain_text", text: "Go" } }],
        },
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [
                { type: "text", text: "one " },
                { type: "text", text: "line" },
              ],
            },
          ],
        },
      ],
    });
    const text = (await read(reader))[0]?.text.split("\n");
    expect(text).toEqual([
      "[Triggered] a < b & c",
      "tocsin:tips/errors",
      "env: local",
      "inside",
      "Head",
      "Go",
      "one line",
    ]);
  });

  test("include answers in a thread, which are not in the channel itself", async () => {
    const parent = { ts: "1795255201.000100", thread_ts: "1795255201.000100", text: "Critical", reply_count: 2 };
    const old = { ts: "1795255100.000100", thread_ts: parent.ts, text: "before" };
    const answer = { ts: "1795255260.000200", thread_ts: parent.ts, text: "Resolved: tocsin:web/errors" };
    const { reader, asked } = newSlack((path) => {
      if (path.includes("conversations.history")) {
        const untouched = { ts: "1795255202.000100", text: "alone", latest_reply: "1795255000.000100" };
        return Response.json({ ok: true, messages: [untouched, { ...parent, latest_reply: answer.ts }] });
      }
      if (path.includes("conversations.replies")) return Response.json({ ok: true, messages: [parent, old, answer] });
      return null;
    });
    expect((await read(reader)).map(({ text }) => text)).toEqual(["Critical", "alone", "Resolved: tocsin:web/errors"]);
    expect(asked.filter((path) => path.includes("conversations.replies"))).toHaveLength(1);
  });
});

describe("a channel that cannot be read", () => {
  test.each([
    ["unknown", "#nowhere", () => {}, "there is no such channel that the bot can see"],
    [
      "archived",
      "#alerts-local",
      (channel: { archived: boolean }) => void Object.assign(channel, { archived: true }),
      "it is archived",
    ],
    [
      "without the bot",
      "#alerts-local",
      (channel: { members: Set<string> }) => channel.members.clear(),
      "the bot is not in it: invite it with /invite",
    ],
  ])("%s: says why, and is no reason to give up the others", async (_name, name, change, reason) => {
    const { reader, channel } = newSlack();
    change(channel);
    const inbox = reader.inbox(name);
    expect(await inbox.reachable()).toBe(reason);
    expect(await inbox.read(start)).toEqual([]);
  });

  test.each([
    [
      "not_in_channel",
      VendorAnsweredWrong,
      "Slack did not show the messages of #alerts-local (not_in_channel): the bot is not in it: invite it with /invite.",
    ],
    [
      "channel_not_found",
      VendorAnsweredWrong,
      "Slack did not show the messages of #alerts-local (channel_not_found): there is no such channel that the bot can see.",
    ],
    [
      "missing_scope",
      VendorRefused,
      "Slack did not show the messages of #alerts-local (missing_scope): the token lacks a scope: set SLACK_TOKEN to a bot's token with channels:history and groups:history.",
    ],
    [
      "token_revoked",
      VendorRefused,
      "Slack did not show the messages of #alerts-local (token_revoked): the token was revoked: set SLACK_TOKEN to a new one.",
    ],
    ["fatal_error", VendorAnsweredWrong, "Slack did not show the messages of #alerts-local (fatal_error)."],
  ])("%s is one plain sentence", async (error, kind, sentence) => {
    const { reader } = newSlack((path) =>
      path.includes("conversations.history") ? Response.json({ ok: false, error }) : null,
    );
    const failed = await read(reader).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(kind);
    expect(failed).toMatchObject({ message: sentence });
  });

  test("a wrong token is refused without being repeated", async () => {
    newSlack();
    const reader = new SlackMessages({ url, token: "xoxb-secret" }, noWait);
    const failed = await read(reader).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(VendorRefused);
    expect(String(failed)).not.toContain("xoxb-secret");
  });
});

describe("a Slack that does not answer as it should", () => {
  test("is waited for as it asks, and then read", async () => {
    let limited = 1;
    const { reader, post } = newSlack((path) => {
      if (!path.includes("conversations.history") || limited-- <= 0) return null;
      return Response.json({ ok: false, error: "ratelimited" }, { status: 429, headers: { "retry-after": "0" } });
    });
    post(1, { text: "heard" });
    expect((await read(reader)).map(({ text }) => text)).toEqual(["heard"]);
  });

  test("that asks to wait longer than there is time is told as unreachable", async () => {
    const { reader } = newSlack((path) =>
      path.includes("conversations.history")
        ? new Response("", { status: 429, headers: { "retry-after": "3600" } })
        : null,
    );
    const failed = await read(reader).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(VendorUnreachable);
    expect(String(failed)).toMatch(/asks to wait 3600 s, more than is left/);
  });

  test.each([
    ["half an answer", '{"ok":true,"messages":[{"te', /not JSON/],
    ["a message without its time", '{"ok":true,"messages":[{"text":"x"}]}', /messages\.0\.ts/],
  ])("%s is not taken for an empty channel", async (_name, body, sentence) => {
    const { reader } = newSlack((path) => (path.includes("conversations.history") ? new Response(body) : null));
    await expect(read(reader)).rejects.toThrow(sentence);
  });

  test("a list of channels that failed once is asked for again", async () => {
    let failures = 2;
    const { reader } = newSlack((path) =>
      path.includes("conversations.list") && failures-- > 0 ? new Response("", { status: 502 }) : null,
    );
    await expect(read(reader)).rejects.toThrow(VendorUnreachable);
    expect(await read(reader)).toEqual([]);
  });
});
