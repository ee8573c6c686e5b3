import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { pathWithIds, recordedCalls, shapeDifferences, withIds } from "../recorded.ts";
import { startVercel } from "./client.ts";

/** The recording keeps of the first uploaded file only its length: here is another one, in its place. */
const uploads = [
  { recorded: "56b554589010bb2c69d21f879b46321828877dd3", content: "module.exports = () => 'a probe';\n" },
  {
    recorded: "add6ee03a57fad891b0b68be73e0a3b9cc26d3a0",
    content: '{"crons":[{"path":"/api/probe","schedule":"* * * * *"}]}\n',
  },
];
const sha1 = (content: string) => createHash("sha1").update(content).digest("hex");

const created = z.union([
  z.object({ id: z.string() }),
  z.object({ created: z.object({ id: z.string() }) }).transform((body) => body.created),
]);

test("an official client's whole conversation gets the recorded statuses and shapes", async () => {
  const { call, send, vercel } = startVercel();
  const ids = new Map([
    ["team_1", "team_acme"],
    ...uploads.map(({ recorded, content }): [string, string] => [recorded, sha1(content)]),
  ]);
  const problems: string[] = [];
  for (const recorded of recordedCalls("vercel-provider")) {
    const path = pathWithIds(recorded.path, ids);
    const upload =
      recorded.contentType === "application/octet-stream"
        ? uploads.find(({ recorded: sha }) => !vercel.store.files.has(ids.get(sha) ?? ""))
        : undefined;
    const answer =
      upload === undefined
        ? await call(recorded.method, path, withIds(recorded.request, ids))
        : await send(recorded.method, path, {
            body: upload.content,
            headers: { "x-vercel-digest": sha1(upload.content) },
          });
    const where = `${recorded.method} ${recorded.path}`;
    if (answer.status !== recorded.status) problems.push(`${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
    problems.push(...shapeDifferences(recorded.response, answer.body).map((text) => `${where}: ${text}`));
    const made = created.safeParse(recorded.response);
    if (recorded.method === "POST" && made.success) ids.set(made.data.id, created.parse(answer.body).id);
    if (path.startsWith("/v12") && answer.status === 200) {
      expect([...vercel.store.projects.values()].at(-1)?.crons.definitions).toEqual([
        { host: "monitoring.vercel.app", path: "/api/probe", schedule: "* * * * *" },
      ]);
    }
  }
  expect(problems).toEqual([]);
});
