/** The process that runs a deployment's functions listens too: only the emulated platform may call it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asAnother } from "./world.ts";

const token = "token-of-the-platform";
const folder = mkdtempSync(join(tmpdir(), "tocsin-runner-"));
let child: ReturnType<typeof start> | undefined;
let url = "";

function start() {
  return spawn(process.execPath, [join("packages/emulators/src/vercel", "function-runner.mjs"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

beforeAll(async () => {
  mkdirSync(join(folder, "api"));
  const source = "export const GET = (request) => Response.json(Object.fromEntries(request.headers));";
  writeFileSync(join(folder, "api", "tell.mjs"), source);
  child = start();
  child.stdin.write(`${token}\n`);
  const [line] = await once(createInterface(child.stdout), "line");
  url = String(line);
});
afterAll(async () => {
  child?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

test("a deployed function answers the platform only, and is not told its token", async () => {
  const call = { url: `${url}/api/tell`, method: "GET", body: null };
  const port = new URL(url).port;
  const { answers } = await asAnother([
    { ...call, headers: {} },
    { ...call, headers: { "x-runner-token": "another" } },
    { ...call, url: `${url}/nowhere`, headers: {} },
    { ...call, headers: { "x-runner-token": token, host: `evil.example:${port}` } },
    { ...call, headers: { "x-runner-token": token, origin: "https://evil.example" } },
    { ...call, headers: { "x-runner-token": token, "x-mine": "1" } },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 403, 403, 200]);
  const told = JSON.parse(answers.at(-1)?.text ?? "");
  expect(told).toMatchObject({ "x-mine": "1" });
  expect(Object.keys(told)).not.toContain("x-runner-token");
});
