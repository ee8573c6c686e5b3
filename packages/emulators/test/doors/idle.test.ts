import { Hono } from "hono";
import { expect, test } from "vitest";
import { listen } from "../../src/listen.ts";

test("an idle connection is kept for minutes, and cut when the listener closes", async () => {
  const server = await listen(new Hono().get("/", (c) => c.text("here")));
  const answer = await fetch(server.url);
  expect([await answer.text(), answer.headers.get("keep-alive")]).toEqual(["here", "timeout=600"]);
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});
