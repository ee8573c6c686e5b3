/** Planted secrets are nowhere in clear: not in the state, logs, errors or output, not in any process's arguments. */
import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { localEnvironment, localFiles } from "../../../src/app/local/files.ts";
import { typed } from "../../support/typed.ts";
import { part } from "./part.ts";
import { variablesOf } from "./variables.ts";
import { filesUnder, startWorld, type World } from "./world.ts";

let world: World;
/** The signing secret that Stripe makes up, once it is there. */
let madeUp: string | undefined;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
});
afterAll(() => world?.close());

/** Every secret of the stack, by a name to print in its place: credentials, planted values, what a vendor made up. */
async function secrets(): Promise<Map<string, string>> {
  const { datadog, sentry, vercel, stripe, app } = world.vendors;
  const known = new Map([
    ["Datadog API key", datadog.apiKey],
    ["Datadog application key", datadog.appKey],
    ["Sentry token", sentry.token],
    ["Vercel token", vercel.token],
    ["Stripe key", stripe.apiKey],
    ["admin token", app.adminToken],
    ["cron secret", app.cronSecret],
  ]);
  const environment = localEnvironment(world.vendors, ["ADMIN_TOKEN"]);
  for (const { body } of world.resources.filter(({ kind }) => kind === "environment-variable")) {
    // What is not sensitive (the probe's stack, its minimum) stands in the stack file for all to read.
    const variable = z.object({ key: z.string(), value: z.string(), type: z.literal("sensitive") }).safeParse(body);
    // The project's reference stands in the stack file as well, and in the project's address.
    if (!variable.success || variable.data.key === "SUPABASE_PROJECT_REF") continue;
    const value = environment[variable.data.value.replace(/^secret:/, "TOCSIN_SECRET_")];
    if (value !== undefined) known.set(`value of ${variable.data.key}`, value);
  }
  if (madeUp !== undefined) known.set("value of STRIPE_WEBHOOK_SECRET", madeUp);
  return known;
}

/** Names of the secrets that a text gives away, also in the encodings in which programs write text. */
function leaks(text: string, all: ReadonlyMap<string, string>): string[] {
  const forms = (value: string) => [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString("base64").replace(/=+$/, ""),
  ];
  return [...all].filter(([, value]) => forms(value).some((form) => text.includes(form))).map(([name]) => name);
}

async function commandLines(): Promise<string> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  return (await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")))).join("\n");
}

/** Runs a command of the tool and gives all it printed, with the arguments of all processes seen meanwhile. */
async function tocsin(...args: string[]): Promise<{ code: number | null; output: string; seen: string }> {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd: world.project,
    env: { ...world.childEnvironment(), TMPDIR: world.directory, TOCSIN_DEBUG: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  let seen = "";
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    seen += await commandLines();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { code: await ended, output, seen };
}

async function expectClean(text: string): Promise<void> {
  expect(leaks(text, await secrets())).toEqual([]);
}

async function expectCleanFiles(): Promise<void> {
  const all = await secrets();
  const told = localFiles(world.directory).vendors;
  const found = (await filesUnder(world.directory)).filter(({ file }) => file !== told);
  expect(found.some(({ file }) => file.endsWith("local.json"))).toBe(true);
  expect(found.flatMap(({ file, content }) => leaks(content, all).map((name) => `${file}: ${name}`))).toEqual([]);
}

it("an update that fails and quotes a secret does not print it", async () => {
  const body = { errors: [`rejected: ${world.vendors.app.adminToken} ${world.vendors.datadog.apiKey}`] };
  await world.fault({
    vendor: "datadog",
    match: { method: "POST", path: "^/api/v1/synthetics/variables$" },
    status: 400,
    body,
  });
  const { code, output, seen } = await tocsin("up", "--stack", "local");
  await world.clearFaults();
  expect(code).toBe(3);
  expect(output).toContain("rejected: [secret]");
  await expectClean(output);
  await expectClean(seen);
  await expectCleanFiles();
});

it("an update leaves nothing in clear", async () => {
  const { code, output, seen } = await tocsin("up", "--stack", "local");
  expect(code).toBe(0);
  // The one secret that a vendor makes up is among those looked for.
  madeUp = (await variablesOf(world.vendors, "cliply-web")).STRIPE_WEBHOOK_SECRET;
  expect(madeUp).toMatch(/^whsec_\w{16,}$/);
  expect((await secrets()).size).toBeGreaterThan(10);
  await expectClean(output);
  await expectClean(seen);
  await expectCleanFiles();
});

it("nor does a refresh, which reads live values back, nor a preview as JSON", async () => {
  await world.run((engine) => engine.refresh());
  await expectCleanFiles();
  const { code, output } = await tocsin("preview", "--stack", "local", "--refresh", "--json");
  expect(code).toBe(0);
  await expectClean(output);
  await expectCleanFiles();
});
