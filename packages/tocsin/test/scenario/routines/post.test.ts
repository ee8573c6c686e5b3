import { afterAll, beforeAll, expect, it } from "vitest";
import { postToSlack } from "../../../src/vendors/slack/post.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it("posts to the channel that the stack file names", async () => {
  await postToSlack(world.connections.slack, "#alerts-local", "*local needs attention (daily): 1 critical.*");
  const channel = await world.channel("alerts-local");
  const { messages } = await world.call("slack", "GET", `/api/conversations.history?channel=${channel}`);
  expect(messages).toMatchObject([{ text: "*local needs attention (daily): 1 critical.*" }]);
});

it.each([
  ["#nowhere", {}, "The message for #nowhere was not posted: channel_not_found."],
  ["#alerts-local", { token: "xoxb-wrong" }, "The message for #alerts-local was not posted: invalid_auth."],
  [
    "#alerts-local",
    { url: "http://127.0.0.1:9" },
    "The message for #alerts-local was not posted: Slack could not be reached: the connection failed.",
  ],
])("says why nothing reached %s with %j", async (channel, change, message) => {
  await expect(postToSlack({ ...world.connections.slack, ...change }, channel, "text")).rejects.toThrow(message);
});
