/** A vendor that cannot be worked with stops an update before it begins. */
import { execFile } from "node:child_process";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { tool } from "./gated-world.ts";
import { part } from "./part.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let empty: Awaited<ReturnType<World["counts"]>>;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
  empty = await world.counts();
});
beforeEach(() => world.clearFaults());
afterAll(() => world?.close());

function up(): Promise<{ code: number; stderr: string }> {
  const env = { ...world.childEnvironment(), NO_COLOR: "1" };
  const args = [...tool, "up", "--stack", "local"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: world.project, env }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stderr }),
    );
  });
}

const told = (stderr: string, vendor: string) => stderr.split("\n").filter((line) => line.startsWith(`  ${vendor} `));

it("a Sentry that has retired its interface: one message, nothing created", async () => {
  await world.fault({ vendor: "sentry", status: 410, body: { detail: "This API no longer exists." } });
  const { code, stderr } = await up();
  expect(code).toBe(3);
  expect(told(stderr, "Sentry")).toHaveLength(1);
  expect(stderr).toContain("Sentry has retired the interface for monitors (410)");
  expect(stderr).toContain("Nothing was changed. Run `tocsin up --stack local` again");
  expect(await world.counts()).toEqual(empty);
});

it("two credentials that are refused: one line each, and it is the user's to mend", async () => {
  await world.fault({ vendor: "stripe", status: 401, body: { error: { message: "Invalid API Key", type: "x" } } });
  await world.fault({ vendor: "datadog", status: 403, body: { errors: ["Forbidden"] } });
  const { code, stderr } = await up();
  expect(code).toBe(2);
  expect(told(stderr, "Datadog")).toHaveLength(1);
  expect(told(stderr, "Stripe")).toHaveLength(1);
  expect(stderr).toContain("DD_API_KEY and DD_APP_KEY");
  expect(await world.counts()).toEqual(empty);
});

it("a vendor that is down: told once, in bounded time, nothing created", async () => {
  await world.fault({ vendor: "vercel", drop: true });
  const { code, stderr } = await up();
  expect(code).toBe(3);
  expect(told(stderr, "Vercel")).toHaveLength(1);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await world.counts()).toEqual(empty);
});
