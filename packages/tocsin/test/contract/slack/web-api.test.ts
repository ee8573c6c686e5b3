import { ErrorCode, WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { control } from "../support/arrived.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();

/** The official client for the emulated workspace, without retries: a complaint must show at once. */
function slack(token = section("slack").token): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${section("slack").url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  });
}

async function channelId(name: string): Promise<string> {
  const { channels } = await slack().conversations.list();
  const id = channels?.find((channel) => channel.name === name)?.id;
  if (id === undefined) throw new Error(`there is no channel ${name}`);
  return id;
}

test("the bot knows who it is and where it is a member", async () => {
  const me = await slack().auth.test();
  expect(me).toMatchObject({ ok: true, team: "acme", team_id: "T1" });
  const names: (string | undefined)[] = [];
  for await (const page of slack().paginate("conversations.list", { limit: 2, exclude_archived: true })) {
    if (!("channels" in page) || !Array.isArray(page.channels)) throw new Error("a page without channels");
    names.push(...page.channels.map(({ name }: { name?: string }) => name));
  }
  expect(names.toSorted()).toEqual(["alerts", "alerts-local", "alerts-staging"]);
  const channel = await channelId("alerts-local");
  const info = await slack().conversations.info({ channel, include_num_members: true });
  expect(info.channel).toMatchObject({ name: "alerts-local", is_member: true, is_archived: false, num_members: 2 });
  expect((await slack().conversations.members({ channel })).members).toContain(me.user_id);
});

test("what is posted is read back, newest first, page by page", async () => {
  const channel = await channelId("alerts-local");
  const posted: (string | undefined)[] = [];
  for (const text of ["one", "two", "three"]) {
    const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: `*${text}*` } }];
    posted.push((await slack().chat.postMessage({ channel: "#alerts-local", text, blocks })).ts);
  }
  const first = await slack().conversations.history({ channel, limit: 2 });
  expect(first).toMatchObject({ has_more: true, messages: [{ text: "three" }, { text: "two" }] });
  const cursor = first.response_metadata?.next_cursor ?? "";
  const rest = await slack().conversations.history({ channel, limit: 2, cursor });
  expect(rest.messages?.map(({ text }) => text)).toEqual(["one"]);
  const since = await slack().conversations.history({ channel, oldest: posted[0] ?? "" });
  expect(since.messages?.map(({ ts }) => ts)).toEqual([posted[2], posted[1]]);
});

test.each([
  ["a wrong token", () => slack("xoxb-wrong").auth.test(), "invalid_auth"],
  [
    "no token",
    () => new WebClient(undefined, { slackApiUrl: `${section("slack").url}/api/` }).auth.test(),
    "not_authed",
  ],
  ["an unknown channel", () => slack().chat.postMessage({ channel: "#nowhere", text: "hello" }), "channel_not_found"],
  ["an empty message", () => slack().chat.postMessage({ channel: "#alerts", text: "" }), "no_text"],
  ["a cursor that it did not give", () => slack().conversations.list({ cursor: "x" }), "invalid_cursor"],
])("%s comes back as the client's platform error", async (_name, call, error) => {
  await expect(call()).rejects.toMatchObject({ code: ErrorCode.PlatformError, data: { ok: false, error } });
});

test("a channel that the bot has left takes nothing from it until it joins again", async () => {
  const channel = await channelId("alerts-staging");
  await slack().conversations.leave({ channel });
  const refused = { code: ErrorCode.PlatformError, data: { error: "not_in_channel" } };
  await expect(slack().chat.postMessage({ channel, text: "hello" })).rejects.toMatchObject(refused);
  await slack().conversations.join({ channel });
  expect((await slack().chat.postMessage({ channel, text: "hello" })).ok).toBe(true);
});

test("a 429 that says how long to wait is understood as one", async () => {
  const fault = {
    vendor: "slack",
    match: { path: "/api/auth.test" },
    status: 429,
    headers: { "retry-after": "7" },
    times: 1,
  };
  expect((await control(section, "POST", "/faults", fault)).ok).toBe(true);
  await expect(slack().auth.test()).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
  expect((await slack().auth.test()).ok).toBe(true);
});
