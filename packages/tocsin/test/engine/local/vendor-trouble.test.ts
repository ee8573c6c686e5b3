/**
 * A vendor that cannot be worked with stops an update before it begins. One that goes away while an update is under way refuses
 * most of what is asked for, and what was made already cannot be read back: the next update completes that in place.
 */
import { execFile } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EngineError } from "../../../src/engine/engine.ts";
import { typed } from "../../support/typed.ts";
import { part } from "./part.ts";
import { createdMoreThanOnce, startWorld, until, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
});
afterAll(() => world?.close());

/** `tocsin up` as it is typed. */
function typedUp(): Promise<{ code: number; stderr: string }> {
  const env = { ...world.childEnvironment(), NO_COLOR: "1" };
  const args = [...typed, "up", "--stack", "local"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: world.project, env }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stderr }),
    );
  });
}

const told = (stderr: string, vendor: string) => stderr.split("\n").filter((line) => line.startsWith(`  ${vendor} `));

describe("a vendor that refuses before the update", () => {
  let empty: Awaited<ReturnType<World["counts"]>>;
  beforeAll(async () => {
    empty = await world.counts();
  });
  beforeEach(() => world.clearFaults());
  afterAll(() => world.clearFaults());

  it("a Sentry that has retired its interface: one message, nothing created", async () => {
    await world.fault({ vendor: "sentry", status: 410, body: { detail: "This API no longer exists." } });
    const { code, stderr } = await typedUp();
    expect(code).toBe(3);
    expect(told(stderr, "Sentry")).toHaveLength(1);
    expect(stderr).toContain("Sentry has retired the interface for monitors (410)");
    expect(stderr).toContain("Nothing was changed. Run `tocsin up --stack local` again");
    expect(await world.counts()).toEqual(empty);
  });

  it("two credentials that are refused: one line each, and it is the user's to fix", async () => {
    await world.fault({ vendor: "stripe", status: 401, body: { error: { message: "Invalid API Key", type: "x" } } });
    await world.fault({ vendor: "datadog", status: 403, body: { errors: ["Forbidden"] } });
    const { code, stderr } = await typedUp();
    expect(code).toBe(2);
    expect(told(stderr, "Datadog")).toHaveLength(1);
    expect(told(stderr, "Stripe")).toHaveLength(1);
    expect(stderr).toContain("DD_API_KEY and DD_APP_KEY");
    expect(await world.counts()).toEqual(empty);
  });

  it("a vendor that is down: told once, in bounded time, nothing created", async () => {
    await world.fault({ vendor: "vercel", drop: true });
    const { code, stderr } = await typedUp();
    expect(code).toBe(3);
    expect(told(stderr, "Vercel")).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await world.counts()).toEqual(empty);
  });
});

describe("a vendor that goes away in the middle", () => {
  /** Whether the vendor has made this, whatever it said of it afterwards. */
  const made = async (path: string, times: number): Promise<boolean> =>
    (await world.requests("datadog")).filter(
      (request) => request.method === "POST" && request.path === path && request.status < 300,
    ).length >= times;

  /** What the vendor made and then could not tell of, by the first update's own words. */
  let unread: string[] = [];

  it("says what the vendor said, what was done and how to go on", async () => {
    const down = { vendor: "datadog", status: 503, body: { errors: ["Service unavailable"] } };
    await world.fault({ ...down, match: { method: "GET", path: "^/api/v1/dashboard/" } });
    // Slow enough to be caught in the middle.
    await world.fault({ vendor: "datadog", delayMs: 150, name: "slow" });
    const failed = world
      .run((engine) => engine.up())
      .then(
        () => null,
        (error: unknown) => error,
      );
    await until(
      async () => (await made("/api/v1/monitor", 3)) && (await made("/api/v1/dashboard", 1)),
      "some monitors and a dashboard existed",
    );
    await world.clearFaults("slow");
    await world.fault(down);
    const error = await failed;
    expect(error).toBeInstanceOf(EngineError);
    if (!(error instanceof EngineError)) return;
    expect(error.exitCode).toBe(3);
    expect(error.done.length).toBeGreaterThan(0);
    expect(error.done.length).toBeLessThan(world.resources.length);
    expect(error.message).toMatch(/Datadog[^\n]*503/);
    expect(error.message).toContain("Run `tocsin up --stack local` again to complete it.");
    expect(error.message).not.toMatch(/\n\s+at |urn:pulumi|grpc/);
    unread = error.failures.flatMap(({ name, message }) => (/503 to GET/.test(message) && name !== null ? [name] : []));
    expect(unread.filter((name) => name.startsWith("dashboards/"))).not.toEqual([]);
  });

  it("is completed by the next up, and nothing exists twice", async () => {
    await world.clearFaults();
    const run = await world.run((engine) => engine.up());
    const completed = run.steps.filter(({ op }) => op !== "create" && op !== "same");
    expect(completed.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(
      unread.map((name) => `update ${name}`).sort(),
    );
    expect(run.steps).toHaveLength(world.resources.length);
    expect(createdMoreThanOnce(await world.requests())).toEqual([]);
    const after = await world.run((engine) => engine.preview({ refresh: true }));
    expect(after.changed).toBe(false);
    expect(after.drifted).toEqual([]);
  });
});
