import { expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { createMail } from "../../src/mail/app.ts";

const message = {
  from: "alerts@example.com",
  to: ["founder@example.com"],
  subject: "Alert",
  text: "tocsin:web-errors",
};

function start() {
  const context = createContext();
  const { app } = createMail(context);
  const headers = { authorization: `Bearer ${context.tokens.control.token}`, "content-type": "application/json" };
  const post = (body: string) => app.request("/messages", { method: "POST", body, headers });
  const list = async (query: string) => {
    const answer = await app.request(`/messages${query}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  return { context, post, list };
}

test("a message is delivered with id and time, and found by time and address", async () => {
  const { context, post, list } = start();
  const first = await post(JSON.stringify(message));
  expect([first.status, await first.json()]).toMatchObject([
    201,
    { ...message, id: expect.stringMatching(/^msg-\d+$/) },
  ]);
  context.clock.shift(60_000);
  const between = new Date(context.now().getTime() - 30_000).toISOString();
  await post(JSON.stringify({ ...message, to: ["second@example.com", "founder@example.com"], subject: "Recovered" }));
  const subjects = async (query: string) =>
    Object((await list(query)).body).messages.map((one: { subject: string }) => one.subject);
  expect(await subjects("")).toEqual(["Alert", "Recovered"]);
  expect(await subjects(`?since=${between}`)).toEqual(["Recovered"]);
  expect(await subjects("?to=second@example.com")).toEqual(["Recovered"]);
  expect(await subjects("?to=nobody@example.com")).toEqual([]);
});

test.each([
  ["broken JSON", "{"],
  ["no recipient", JSON.stringify({ ...message, to: [] })],
  ["a recipient that is no address", JSON.stringify({ ...message, to: ["founder"] })],
  ["no subject", JSON.stringify({ ...message, subject: undefined })],
])("%s is refused", async (_, body) => {
  const { post, list } = start();
  expect((await post(body)).status).toBe(400);
  expect((await list("")).body).toEqual({ messages: [] });
});

test("a time that is none is refused", async () => {
  expect((await start().list("?since=yesterday")).status).toBe(400);
});
