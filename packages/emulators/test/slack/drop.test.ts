import { expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { createSlack } from "../../src/slack/app.ts";

const json = { "content-type": "application/json" };

function newSlack() {
  const context = createContext();
  const slack = createSlack(context);
  const headers = { ...json, authorization: `Bearer ${context.tokens.slack.token}` };
  return {
    drop: async (body: unknown) =>
      (await slack.control?.request("/drop", { method: "PUT", headers: json, body: JSON.stringify(body) }))?.status,
    say: async (channel: string, text: string) => {
      const body = JSON.stringify({ channel, text });
      const answer = await slack.app.request("/api/chat.postMessage", { method: "POST", headers, body });
      return answer.json();
    },
    seen: (channel: string) => slack.workspace.channel(channel)?.messages.map(({ text }) => text),
  };
}

test("messages are lost without the sender noticing, as many as asked", async () => {
  const { drop, say, seen } = newSlack();
  expect(await drop({ times: 2 })).toBe(200);
  for (const text of ["a", "b", "c"]) {
    expect(await say("#alerts", text)).toMatchObject({ ok: true, message: { text } });
  }
  expect(seen("alerts")).toEqual(["c"]);
});

test("one channel loses, the others do not, until it is ended", async () => {
  const { drop, say, seen } = newSlack();
  await drop({ channel: "#alerts", times: 9 });
  await say("#alerts", "lost");
  await say("#alerts-staging", "kept");
  await drop({ times: 0 });
  await say("#alerts", "kept");
  expect([seen("alerts"), seen("alerts-staging")]).toEqual([["kept"], ["kept"]]);
});

test.each([{}, { times: -1 }, { times: 1.5 }, { times: 1, channel: "#nowhere" }, { times: 1, to: "x" }, null])(
  "%j is refused",
  async (body) => {
    expect(await newSlack().drop(body)).toBe(400);
  },
);
