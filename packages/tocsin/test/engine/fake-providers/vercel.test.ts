import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, type Exchange, keyOf, Replay, readRecording } from "./replay.ts";
import { type Stand, stand } from "./stack.ts";
import { vercelProgram } from "./vercel-program.ts";

/**
 * The recorded program through our fake provider, on the real engine, against a server that answers as the recording did.
 * Differences from the recording, which Terraform drove, each with its reason:
 * - the team is read once for each plugin process; Terraform starts more of them than Pulumi (so these reads are not counted);
 * - Terraform reads everything before each apply and destroy, Pulumi when told to refresh (so the tests tell it to);
 * - the recording does not hold the contents of the two deployed files, so ours take their place, SHA-1 and size as well.
 */
const TOKEN = "abcdefghijklmnopqrstuvwx";
const FILES: Record<string, string> = {
  "probe.js": "export default (_request, response) => response.end();\n",
  "vercel.json": '{"crons":[{"path":"/api/probe","schedule":"* * * * *"}]}\n',
};
const RECORDED_SHA: Record<string, string> = {
  "probe.js": "56b554589010bb2c69d21f879b46321828877dd3",
  "vercel.json": "add6ee03a57fad891b0b68be73e0a3b9cc26d3a0",
};

const replay = new Replay(
  withOurFiles(readRecording("vercel-provider.jsonl")),
  (headers) => headers.authorization === `Bearer ${TOKEN}`,
);
let stack: Stand;

beforeAll(async () => {
  const url = await replay.start();
  stack = await stand({ VERCEL_API_TOKEN: TOKEN, VERCEL_TEAM: "team_1", VERCEL_BASE_URL: url });
  await mkdir(join(stack.folder, "site"));
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(stack.folder, "site", name), content);
});

afterAll(async () => {
  replay.stop();
  await stack?.close();
});

const isTeam = (call: Call) => call.path.startsWith("/v2/teams/");
const sorted = (calls: Call[]) =>
  calls
    .filter((call) => !isTeam(call))
    .map(keyOf)
    .sort();
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== "GET");
const position = (start: string) => replay.calls.findIndex((call) => keyOf(call).startsWith(start));

describe("the fake provider for the Vercel plugin says what the official provider says", () => {
  it("nothing about projects in a preview before the create", async () => {
    replay.begin("apply (create)");
    expect(await stack.preview(vercelProgram("a-secret"))).toEqual({ create: 5 });
    expect(sorted(replay.calls)).toEqual([]);
  });

  it("when everything is created", async () => {
    replay.begin("apply (create)");
    expect(await stack.up(vercelProgram("a"))).toEqual({ create: 5 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
    expect(position("PATCH /v9/projects/prj_1")).toBeGreaterThan(position("GET /v8/projects/prj_1/env"));
    expect(position("PATCH /v1/projects/prj_1/crons")).toBeGreaterThan(position("PATCH /v9/projects/prj_1"));
    expect(position("POST /v2/now/files")).toBeGreaterThan(position("POST /v12/now/deployments"));
  });

  it("nothing in a preview of the unchanged program, which is the same", async () => {
    replay.begin("plan with refresh, unchanged");
    expect(await stack.preview(vercelProgram("a"))).toEqual({ same: 5 });
    expect(sorted(replay.calls)).toEqual([]);
  });

  it("in a refresh, which finds no change and keeps the value that Vercel does not tell", async () => {
    replay.begin("plan with refresh, unchanged");
    expect(await stack.refresh()).toEqual({ same: 5 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
    expect(await stack.preview(vercelProgram("a"))).toEqual({ same: 5 });
  });

  it("after one value changed", async () => {
    replay.begin("apply with another value");
    expect(await stack.up(vercelProgram("b"), { refresh: true })).toEqual({ same: 4, update: 1 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
  });

  it("when everything is destroyed: the crons are switched off, the deployment stays", async () => {
    replay.begin("destroy");
    await stack.destroy({ refresh: true });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
    expect(writes(replay.calls).map(keyOf).at(-1)).toBe("DELETE /v8/projects/prj_1?teamId=team_1");
  });

  it("always with its credentials", () => expect(replay.strangers).toEqual([]));
});

/** The recording with SHA-1, size and content of our two files in place of those that were deployed then. */
function withOurFiles(phases: Map<string, Exchange[]>): Map<string, Exchange[]> {
  const swap = (text: string) =>
    Object.entries(FILES).reduce((swapped, [name, content]) => {
      const sha = createHash("sha1").update(content).digest("hex");
      return swapped
        .replaceAll(new RegExp(`("sha":"${RECORDED_SHA[name]}","size":)\\d+`, "g"), `$1${content.length}`)
        .replaceAll(RECORDED_SHA[name] ?? "", sha);
    }, text);
  for (const exchanges of phases.values()) {
    for (const exchange of exchanges) {
      if (exchange.path.startsWith("/v2/now/files") && typeof exchange.request === "string") {
        exchange.request = `<${FILES["probe.js"]?.length} bytes>`;
      } else {
        Object.assign(exchange, JSON.parse(swap(JSON.stringify(exchange))));
      }
    }
  }
  return phases;
}
