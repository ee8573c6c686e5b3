import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { postToSlack } from "../../../src/vendors/slack/post.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Scripted {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Slack that gives these answers in turn. */
async function slack(answers: Scripted[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const made = createServer((_request, response) => {
    const { status, headers = {}, body = '{"ok":true,"ts":"1"}' } = answers[asked] ?? { status: 500 };
    asked += 1;
    response.writeHead(status, headers).end(body);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const address = made.address();
  if (address === null || typeof address !== "object") throw new Error("the server does not listen");
  return { url: `http://127.0.0.1:${address.port}`, asked: () => asked };
}

const post = (url: string) => postToSlack({ url, token: "xoxb-planted-token" }, "#alerts", "hello");

it("posts again what Slack has not taken because it limits the rate", async () => {
  const { url, asked } = await slack([{ status: 429, headers: { "retry-after": "0" } }, { status: 200 }]);
  await post(url);
  expect(asked()).toBe(2);
});

it.each([
  [{ status: 503 }, "Slack could not be reached: it answered 503."],
  [{ status: 429, headers: { "retry-after": "3600" } }, "Slack could not be reached: it limits our rate (429)."],
  [{ status: 302, headers: { location: "http://127.0.0.1:9/" } }, "Slack answered 302."],
  [{ status: 200, body: "<html>" }, "Slack answered with something that is not JSON."],
  [{ status: 200, body: '{"ok":true}' }, "Slack answered in an unexpected shape."],
  [{ status: 200, body: '{"ok":false,"error":"not_in_channel"}' }, "not_in_channel. Invite the bot to it."],
  [{ status: 200, body: '{"ok":false,"error":"xoxb-planted-token"}' }, "[secret]."],
])("posts once, and says why nothing arrived: %j", async (answer, why) => {
  const { url, asked } = await slack([answer]);
  const failure = await post(url).catch((error: Error) => error.message);
  expect(failure).toBe(`The message for #alerts was not posted: ${why}`);
  expect(asked()).toBe(1);
});
