import { expect, test } from "vitest";
import { z } from "zod";
import { pathWithIds, recordedCalls, shapeDifferences, withIds } from "../recorded.ts";
import { startSentry } from "./client.ts";

test("an official client's whole conversation gets the recorded statuses and shapes", async () => {
  const { call } = startSentry();
  const ids = new Map<string, string>();
  const problems: string[] = [];
  for (const recorded of recordedCalls("sentry-provider")) {
    // Recorded without the leading /api, and from there with the version that `call` adds.
    const path = pathWithIds(recorded.path.replace(/^\/0/, ""), ids);
    const answer = await call(recorded.method, path, withIds(recorded.request, ids));
    const where = `${recorded.method} ${recorded.path}`;
    if (answer.status !== recorded.status) problems.push(`${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
    problems.push(...shapeDifferences(recorded.response, answer.body).map((text) => `${where}: ${text}`));
    if (recorded.method === "POST") {
      const created = z.object({ id: z.string() });
      ids.set(created.parse(recorded.response).id, created.parse(answer.body).id);
    }
  }
  expect(problems).toEqual([]);
  expect(ids.size).toBe(5);
});
