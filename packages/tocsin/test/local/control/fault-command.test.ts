import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { createWorld } from "../../../../emulators/test/world.ts";
import { localCommand } from "../../../src/cli/commands/local.ts";
import { writeVendors } from "../vendors-file.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

/** A control app that a local folder's `vendors.json` points to, and the command on that folder. */
async function start(running = true) {
  const world = createWorld();
  const folder = await mkdtemp(join(tmpdir(), "tocsin-fault-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv("TOCSIN_LOCAL_DIR", folder);
  if (running) {
    const control = await writeVendors(folder, world);
    cleanups.push(() => control.close());
  }
  const run = async (...words: string[]): Promise<string> => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
    vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text).trimEnd()) > 0);
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    localCommand(program.command("local"), { root: folder });
    for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
      for (const each of [command, ...command.commands]) each.exitOverride().configureOutput({ writeErr: () => {} });
    }
    await program.parseAsync(["node", "tocsin", "local", "fault", ...words]);
    return said.join("\n");
  };
  return { world, run };
}

test("the app is made to fail, to be slow, and healthy again", async () => {
  const { world, run } = await start();
  expect(await run("list")).toBe("No fault: the vendors answer, and the app is healthy.");
  expect(await run("app", "failing")).toContain("The app fails");
  expect((await world.app.app.request("/api/readyz")).status).toBe(503);
  expect(await run("app", "slow")).toContain("slow");
  expect(world.app.state.mode).toBe("slow");
  expect(await run("app", "healthy")).toBe("The app is healthy.");
  expect((await world.app.app.request("/api/readyz")).status).toBe(200);
});

test("a vendor answers with a status to the calls that are named, as often as is said", async () => {
  const { world, run } = await start();
  const asked = ["--status", "410", "--path", "/detectors/", "--method", "get", "--times", "2"];
  const text = "sentry: answers 410 to GET paths like /detectors/, 2 more times";
  expect(await run("vendor", "sentry", ...asked)).toBe(text);
  expect(await run("list")).toBe(text);
  expect(JSON.parse(await run("list", "--json"))).toEqual({
    version: 1,
    app: "healthy",
    faults: [{ vendor: "sentry", match: { method: "GET", path: "/detectors/" }, status: 410, times: 2 }],
    outages: [],
  });
  const list = () => world.call("sentry", "GET", "/organizations/acme/detectors/");
  expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([410, 410, 200]);
  expect(await run("vendor", "datadog", "--delay", "50")).toBe(
    "datadog: answers 50 ms late to every call, until cleared",
  );
});

test("a vendor's own status page tells of an incident until it is cleared", async () => {
  const { run } = await start();
  const text = "vercel: its status page tells of an incident (critical): Builds wait";
  expect(await run("outage", "vercel", "--impact", "critical", "--name", "Builds wait")).toBe(text);
  await run("outage", "datadog");
  expect(JSON.parse(await run("list", "--json"))).toMatchObject({
    faults: [],
    outages: [
      { page: "vercel", impact: "critical", name: "Builds wait" },
      { page: "datadog", impact: "major", name: "Elevated error rates" },
    ],
  });
  expect(await run("list")).toContain(text);
  await run("clear");
  expect(await run("list")).toBe("No fault: the vendors answer, and the app is healthy.");
});

test("messages to Slack are lost, and clear ends everything", async () => {
  const { world, run } = await start();
  expect(await run("slack-drop", "--times", "3", "--channel", "#alerts")).toBe(
    "Slack loses the next 3 messages to #alerts.",
  );
  await run("app", "failing");
  await run("vendor", "stripe", "--status", "503");
  expect(await run("clear")).toBe("No fault is left, and the app is healthy.");
  expect([world.context.faults.list(), world.app.state.mode]).toEqual([[], "healthy"]);
});

test.each([
  [["app", "broken"]],
  [["vendor", "github", "--status", "503"]],
  [["vendor", "datadog"]],
  [["vendor", "datadog", "--status", "99"]],
  [["vendor", "datadog", "--status", "503", "--times", "0"]],
  [["vendor", "datadog", "--status", "503", "--path", "("]],
  [["outage", "github"]],
  [["outage", "datadog", "--impact", "huge"]],
  [["outage", "datadog", "--name", ""]],
  [["slack-drop", "--channel", "#nowhere"]],
])("%j is refused and changes nothing", async (words) => {
  const { world, run } = await start();
  await expect(run(...words)).rejects.toThrow();
  expect(world.context.faults.list()).toEqual([]);
});

test("without running vendors it says how to start them", async () => {
  const { run } = await start(false);
  await expect(run("list")).rejects.toThrow("`tocsin local up` starts them");
});
