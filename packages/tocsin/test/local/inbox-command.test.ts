import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { listen } from "../../../emulators/src/listen.ts";
import { createWorld } from "../../../emulators/test/world.ts";
import { delivered } from "../../src/app/local/inbox.ts";
import { localCommand } from "../../src/cli/commands/local.ts";
import { writeVendors } from "./vendors-file.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

/** Emulated Slack and mail that a local folder's `vendors.json` points to, and the command on that folder. */
async function start() {
  const world = createWorld();
  const { context } = world;
  const folder = await mkdtemp(join(tmpdir(), "tocsin-inbox-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv("TOCSIN_LOCAL_DIR", folder);
  const urls = new Map<string, string>();
  for (const { name, app } of [world.slack, world.mail]) {
    const listening = await listen(app);
    cleanups.push(() => listening.close());
    urls.set(name, listening.url);
  }
  const control = await writeVendors(folder, world, urls);
  cleanups.push(() => control.close());
  const run = async (...words: string[]): Promise<string> => {
    const said: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    const program = new Command().exitOverride();
    localCommand(program.command("local"), { root: folder });
    await program.parseAsync(["node", "tocsin", "local", "inbox", ...words]);
    return said.join("");
  };
  const slack = async (channel: string, text: string) => {
    const answer = await world.slack.app.request("/api/chat.postMessage", {
      method: "POST",
      headers: { authorization: `Bearer ${context.tokens.slack.token}`, "content-type": "application/json" },
      body: JSON.stringify({ channel, text }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  };
  const mail = async (subject: string, text: string) => {
    const answer = await world.mail.app.request("/messages", {
      method: "POST",
      headers: { authorization: `Bearer ${context.tokens.control.token}`, "content-type": "application/json" },
      body: JSON.stringify({ from: "alert@dtdg.example", to: ["founder@example.com"], subject, text }),
    });
    expect(answer.status).toBe(201);
  };
  return { world, run, slack, mail };
}

test("what has arrived is shown oldest first: where, when, what, of which alert, in which state", async () => {
  const { world, run, slack, mail } = await start();
  expect(await run()).toBe("Nothing has arrived yet. `tocsin drill --stack local ID` makes an alert fire.\n");

  await slack("#alerts-local", "[Triggered] High 5xx rate\n8.2 %, limit 5 %\ntocsin:shop/5xx-rate");
  await world.context.clock.advance(60_000);
  await mail("[Recovered] High 5xx rate", "Lasted 1 min.\ntocsin:shop/5xx-rate");
  await world.context.clock.advance(60_000);
  await slack("#alerts-local", "[Warn] Disk\ntocsin:shop/disk");
  await slack("#alerts-local", "Nightly check: all good");

  const all = delivered.array().parse(JSON.parse(await run("--json")));
  expect(all.map(({ alert, state }) => [alert, state])).toEqual([
    ["shop/5xx-rate", "firing"],
    ["shop/5xx-rate", "recovered"],
    ["shop/disk", "warning"],
    [null, null],
  ]);
  expect(all[0]).toMatchObject({ channel: "#alerts-local", subject: "[Triggered] High 5xx rate" });
  expect(all[1]).toMatchObject({ to: "founder@example.com", subject: "[Recovered] High 5xx rate" });

  const head = (index: number) => `${all[index]?.at.slice(0, 16).replace("T", " ")} UTC`;
  expect(await run("--alert", "shop/5xx-rate")).toBe(`${head(0)}  #alerts-local  firing
  [Triggered] High 5xx rate
  8.2 %, limit 5 %
  tocsin:shop/5xx-rate

${head(1)}  founder@example.com  recovered
  [Recovered] High 5xx rate
  Lasted 1 min.
  tocsin:shop/5xx-rate
`);
  const last = await run("--last", "1");
  expect(last).toContain("  Nightly check: all good\n");
  expect(last).toContain("\nThe newest 1 of 4; `--last 4` shows all.\n");
  await expect(run("--last", "0")).rejects.toThrow("--last takes a number above 0");
});

test("the page shows the newest first, and nothing of a message as markup", async () => {
  const { run, slack } = await start();
  await slack("#alerts-local", "[Triggered] First\ntocsin:shop/a");
  await slack("#alerts-local", "[No data] <script>alert(1)</script>\ntocsin:shop/b");
  const signals = vi.spyOn(process, "once").mockImplementation(() => process);
  const serving = run("--serve");
  await vi.waitFor(() => expect(signals).toHaveBeenCalledWith("SIGTERM", expect.any(Function)));
  const url = /http:\S+/.exec(String(vi.mocked(process.stdout.write).mock.lastCall?.[0]))?.[0];
  const page = await (await fetch(url ?? "")).text();
  expect(page.indexOf("No data")).toBeLessThan(page.indexOf("First"));
  expect(page).toContain("2 arrived, the newest first.");
  expect(page).not.toContain("<script>");
  const foreign = await fetch(url ?? "", { method: "POST" });
  expect(foreign.status).toBe(404);
  signals.mock.lastCall?.[1]();
  expect(await serving).toBe(`${url} shows Slack and mail of the local stack; interrupt to end.\n`);
  await expect(fetch(url ?? "")).rejects.toThrow("fetch failed");
});
