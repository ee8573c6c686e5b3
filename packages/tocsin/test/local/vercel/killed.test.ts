import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cronLine, cronStatus } from "../../../src/app/local/cron-status.ts";
import { controlCall, readVendors, type Vendors } from "../../../src/app/local/files.ts";

const root = join(import.meta.dirname, "../../../../..");
const directory = mkdtempSync(join(tmpdir(), "tocsin-killed-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A function that writes down the process in which it runs. */
const noting = `import { writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(join(directory, "runner"))}, String(process.pid));
export const GET = () => Response.json({ result: "partial", failed: [{ part: "backups" }] });`;

async function vendorsOf(): Promise<Vendors> {
  for (;;) {
    const vendors = await readVendors(directory).catch(() => null);
    if (vendors !== null) return vendors;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function deploy({ vercel }: Vendors): Promise<void> {
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${vercel.token}`, "content-type": "application/json" };
    const url = `${vercel.url}${path}?teamId=${vercel.team}`;
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const crons = [{ path: "/api/tick", schedule: "* * * * *" }];
  const files = [
    { file: "api/tick.mjs", data: noting },
    { file: "vercel.json", data: JSON.stringify({ crons }) },
  ];
  await call("/v11/projects", { name: "mine" });
  await call("/v13/deployments", { project: "mine", target: "production", files });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("emulated vendors that are killed take the functions that ran for them along", { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, ["packages/emulators/dist/main.mjs", "--dir", directory], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  try {
    const vendors = await vendorsOf();
    await deploy(vendors);
    const [before] = (await cronStatus(vendors)) ?? [];
    expect(before).toMatchObject({ project: "mine", path: "/api/tick", enabled: true, last: null });

    await controlCall(vendors, "PUT", "/clock", { body: { rate: 300 } });
    await expect.poll(() => existsSync(join(directory, "runner")), { timeout: 30_000 }).toBe(true);
    await controlCall(vendors, "PUT", "/clock", { body: { rate: 1 } });
    await expect.poll(async () => (await cronStatus(vendors))?.[0]?.last?.status, { timeout: 30_000 }).toBe(200);
    const [after] = (await cronStatus(vendors)) ?? [];
    expect(after?.last).toMatchObject({ result: "partial", failed: ["backups"] });
    expect(after && cronLine(after)).toMatch(
      /^cron \/api\/tick of mine: on, last run \S+Z answered 200, partial \(backups\)$/,
    );
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
  const runner = Number(readFileSync(join(directory, "runner"), "utf8"));
  expect(runner).not.toBe(child.pid);
  await expect.poll(() => isAlive(runner), { timeout: 10_000 }).toBe(false);
});
