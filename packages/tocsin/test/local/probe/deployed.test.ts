import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { GET } from "../../../../probe/src/api/probe.ts";
import { deployedFiles } from "../../../../probe/src/deployment.ts";
import { startWorld } from "./world.ts";

const root = join(import.meta.dirname, "../../../../..");
const secret = "a secret that only the cron knows";
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world.close());

const call = (authorization?: string) =>
  new Request("https://probe.example.com/api/probe", { headers: authorization ? { authorization } : {} });

describe("the handler", () => {
  test.each([
    ["nothing", undefined],
    ["another secret", "Bearer another"],
    ["the secret alone", secret],
    ["an empty secret", "Bearer "],
  ])("lets nobody in with %s", async (_, authorization) => {
    expect((await GET(call(authorization), { ...world.environment, CRON_SECRET: secret })).status).toBe(401);
  });

  test("lets nobody in where no secret is set", async () => {
    expect((await GET(call("Bearer undefined"), world.environment)).status).toBe(401);
    expect((await GET(call("Bearer "), { ...world.environment, CRON_SECRET: "" })).status).toBe(401);
  });

  test("tells what of the settings is missing", async () => {
    const answer = await GET(call(`Bearer ${secret}`), { CRON_SECRET: secret, DD_API_KEY: "key" });
    expect([answer.status, await answer.json()]).toMatchObject([500, { error: expect.stringContaining("STACK") }]);
  });

  test("says 502 when Datadog cannot be told", async () => {
    const env = { ...world.environment, CRON_SECRET: secret, DD_API_KEY: "wrong" };
    expect((await GET(call(`Bearer ${secret}`), env)).status).toBe(502);
  });
});

/** Starts a program that prints its address first. */
async function started(args: string[], env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...env } });
  child.stderr.pipe(process.stderr);
  const [line] = await once(child.stdout, "data");
  return { url: String(line).trim(), child };
}

test("served as a process, it is called as Vercel's cron calls it", async () => {
  const { url, child } = await started(["--import", "tsx", "packages/probe/src/serve.ts"], {
    ...world.environment,
    CRON_SECRET: secret,
  });
  try {
    const headers = { authorization: `Bearer ${secret}`, "user-agent": "vercel-cron/1.0" };
    const answer = await fetch(`${url}/api/probe`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([200, { result: "complete", failed: [] }]);
    expect((await fetch(`${url}/api/probe`)).status).toBe(401);
    expect((await fetch(`${url}/`)).status).toBe(404);
  } finally {
    child.kill();
    await once(child, "exit");
  }
});

test("what is deployed runs by itself, without any package beside it", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tocsin-probe-"));
  try {
    const files = await deployedFiles();
    for (const { path, content } of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    const config = z
      .object({ crons: z.array(z.unknown()), functions: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(files.find(({ path }) => path === "vercel.json")?.content ?? ""));
    expect(config.crons).toEqual([{ path: "/api/probe", schedule: "* * * * *" }]);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(config.functions)));

    const script = `import { GET } from ${JSON.stringify(pathToFileURL(join(dir, "api", "probe.mjs")).href)};
      const headers = { authorization: "Bearer " + process.env.CRON_SECRET };
      const answer = await GET(new Request("https://probe.example.com/api/probe", { headers }));
      console.log(answer.status + " " + (await answer.json()).result);`;
    const { url: said, child } = await started(["--input-type=module", "-e", script], {
      ...world.environment,
      CRON_SECRET: secret,
    });
    await once(child, "exit");
    expect(said).toBe("200 complete");
    expect(await deployedFiles()).toEqual(files);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
