/**
 * The commands of the local stack as a user types them, from nothing to nothing: in a part of the project, as both starts drill all
 * that there is. What a start of the whole prints is in the README, and a test of its own.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { localFiles } from "../../../src/app/local/files.ts";
import { loadProject } from "../../../src/project/project.ts";
import { typed } from "../../support/typed.ts";
import { part, writeProject } from "./part.ts";

let directory: string;
let project: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "tocsin-commands-"));
  project = await mkdtemp(path.join(tmpdir(), "tocsin-part-"));
  await writeProject(project, part);
});
afterAll(async () => {
  await tocsin("local", "down");
  for (const folder of [directory, project]) await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function tocsin(...args: string[]): Promise<Ended> {
  // A user's own credentials are in the shell; none of them may be used.
  const env = {
    ...process.env,
    TOCSIN_LOCAL_DIR: directory,
    NO_COLOR: "1",
    DD_API_KEY: "real",
    STRIPE_API_KEY: "sk_live_real",
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [...typed, ...args], { cwd: project, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

const statusShape = z.object({
  running: z.boolean(),
  vendors: z.object({ pid: z.number(), urls: z.record(z.string(), z.string()) }).nullable(),
  holder: z.unknown(),
});
const status = async () => statusShape.parse(JSON.parse((await tocsin("local", "status", "--json")).stdout));

it("before anything: not running, and a preview says how to start", async () => {
  expect(await status()).toMatchObject({ running: false, vendors: null, holder: null });
  const preview = await tocsin("preview", "--stack", "local");
  expect(preview.code).toBe(2);
  expect(preview.stderr).toContain("Start them with `tocsin local up`.");
});

it("start shows every definition with the objects that carry it, verified, and how to go on", async () => {
  const { definitions, resources } = await loadProject(project, "local");
  const { code, stdout, stderr } = await tocsin("start", "--verbose");
  expect(stderr).not.toContain("Unexpected");
  expect(code).toBe(0);
  for (const { id } of definitions.filter(({ id }) => resources.some((one) => one.definition === id)))
    expect(stdout).toContain(id);
  expect(stdout).toContain(`${resources.length} created`);
  expect(stdout).toContain("No drift: ");
  expect(stdout).toContain("npx tocsin local down");
});

it.each(["verify", "check", "daily", "weekly"])(
  "right after a start nothing is to be looked at: %s",
  async (command) => {
    const { code, stdout, stderr } = await tocsin(command);
    expect(code, stdout + stderr).toBe(0);
  },
);

it("a second start changes nothing and says so", async () => {
  const { code, stdout, stderr } = await tocsin("start");
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain("Nothing to change");
  expect(stdout).toMatch(/Vendors +were running/);
});

it("up puts back what was deleted by hand when asked to look, and says when it did not look", async () => {
  const connected = z.object({
    datadog: z.object({ url: z.string(), apiKey: z.string(), appKey: z.string() }),
    vercel: z.object({ url: z.string(), token: z.string(), team: z.string() }),
  });
  const { datadog, vercel } = connected.parse(JSON.parse(await readFile(localFiles(directory).vendors, "utf8")));
  const monitors = `${datadog.url}/api/v1/monitor`;
  const keys = { "dd-api-key": datadog.apiKey, "dd-application-key": datadog.appKey };
  const disk = async () => {
    const listed: unknown = await (
      await fetch(`${monitors}?monitor_tags=tocsin-id:database/disk`, { headers: keys })
    ).json();
    return z.array(z.object({ id: z.number() })).parse(listed);
  };
  const variables = `${vercel.url}/v10/projects/prj_tips/env`;
  const bearer = { authorization: `Bearer ${vercel.token}` };
  const listed: unknown = await (await fetch(`${variables}?teamId=${vercel.team}`, { headers: bearer })).json();
  const { envs } = z.object({ envs: z.array(z.object({ id: z.string() })) }).parse(listed);
  await fetch(`${variables}/${envs[0]?.id}?teamId=${vercel.team}`, { method: "DELETE", headers: bearer });
  await fetch(`${monitors}/${(await disk())[0]?.id}`, { method: "DELETE", headers: keys });

  const blind = await tocsin("up", "--stack", "local");
  expect(blind.stdout).toContain("Not compared with what is live");
  expect(await disk()).toEqual([]);
  const seeing = await tocsin("up", "--stack", "local", "--refresh");
  expect(seeing.stdout).toContain("2 created");
  expect(await disk()).toHaveLength(1);
  const verified = await tocsin("verify", "--stack", "local");
  expect(verified.code).toBe(0);
  // The app carries its new secret: nothing waits for a deployment.
  expect(verified.stdout).not.toContain("deploy again");
});

it("status tells addresses and no credential", async () => {
  const { vendors } = await status();
  expect(Object.keys(vendors?.urls ?? {})).toEqual(expect.arrayContaining(["datadog", "sentry", "vercel", "stripe"]));
});

it("vendors that were started anew get a stack made anew", async () => {
  const { vendors } = await status();
  process.kill(vendors?.pid ?? 0, "SIGKILL");
  const { code, stdout } = await tocsin("local", "up");
  expect(code).toBe(0);
  expect(stdout).toContain("created");
  expect((await status()).vendors?.pid).not.toBe(vendors?.pid);
});

it("down ends it all; down again does no harm", async () => {
  const { vendors } = await status();
  expect((await tocsin("local", "down")).stdout).toContain("are down");
  expect(() => process.kill(vendors?.pid ?? 0, 0)).toThrow();
  const files = localFiles(directory);
  expect([files.vendors, files.state].filter(existsSync)).toEqual([]);
  const again = await tocsin("local", "down");
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("Nothing was running");
});
