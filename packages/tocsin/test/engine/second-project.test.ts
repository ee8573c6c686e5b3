/**
 * Another team's project, which shares nothing with that of this repository but the vendors: two services, 20 alerts, no document
 * that they come from, no Supabase and no Stripe. It goes the whole way on the local stack.
 */
import { execFileSync, spawn } from "node:child_process";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ended } from "../support/child.ts";
import { copyProject } from "../support/project-copy.ts";
import { typed } from "../support/typed.ts";

let project = "";

beforeAll(async () => {
  project = await copyProject("harbor");
  await writeFile(path.join(project, ".gitignore"), "node_modules\n.local/\n");
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=H", "-c", "user.email=h@example.com", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: project,
        stdio: "pipe",
      },
    );
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "The watch begins");
});
afterAll(async () => {
  await tocsin("local", "down");
  await rm(project, { recursive: true, force: true, maxRetries: 5 });
});

function tocsin(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd: project,
    env: {
      ...process.env,
      TOCSIN_LOCAL_DIR: "",
      PULUMI_BACKEND_URL: `file://${project}/.local`,
      PULUMI_CONFIG_PASSPHRASE: "of the harbour",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return ended(child);
}

/** What the emulated Datadog answers. */
async function datadog(where: string): Promise<unknown> {
  const file = await readFile(path.join(project, ".local/vendors.json"), "utf8");
  const keys = z.object({ url: z.string(), apiKey: z.string(), appKey: z.string() });
  const { url, apiKey, appKey } = z.object({ datadog: keys }).parse(JSON.parse(file)).datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey };
  return (await fetch(url + where, { headers })).json();
}

test("start: all 20 alerts are provisioned, verified and drilled", async () => {
  const { code, output } = await tocsin("start", "--verbose");
  expect(code, output).toBe(0);
  expect(output).toContain("20 alerts are 25 resources: Datadog ");
  expect(output).toContain("All 20 alerts proven: ");
  for (const service of ["ferry", "berth"]) {
    for (const alert of [
      "errors",
      "slow",
      "failing-requests",
      "health",
      "start-page",
      "refused-logins",
      "lost-messages",
    ])
      expect(output).toMatch(new RegExp(`${service}/${alert} +recovered`));
    expect(output).toMatch(new RegExp(`${service}/schedule +accepted`));
  }
  // Nobody uses these.
  expect(output).not.toContain("Stripe");
});

test("a change: review says what it does, up brings it to the vendors, and nothing drifts", async () => {
  const file = path.join(project, "alerts/ferry.ts");
  const window = `
import { asStated, composite, maintenance, onCall, route } from "tocsin";
export const night = route({ name: "night", notify: ["duty"] });
export const whoIsPaged = onCall({
  id: "on-call/harbour", title: "Harbour", owner: "harbourmaster", destination: "duty",
  steps: [{ people: ["harbourmaster"], after: minutes(15) }],
  hours: { on: ["monday"], from: "08:00", to: "20:00", timezone: "Europe/Vienna" },
});
export const ofOurs = alert({
  ...common,
  id: "ferry/failing-of-ours",
  title: "Requests fail, and no gateway is late",
  signal: composite({ all: ["ferry/failing-requests"], unless: ["ferry/gateway-timeouts"] }),
  condition: asStated(),
  why: "Buying a ticket fails because of us.",
});
export const docking = maintenance({
  id: "maintenance/docking", title: "Docking", owner: "harbourmaster", reason: "the ferry is in the dock",
  silences: { service: "ferry" }, every: "week", on: ["sunday"], since: "2099-01-04", from: "03:00",
  duration: minutes(30), timezone: "Europe/Vienna",
});
`;
  await writeFile(file, `${(await readFile(file, "utf8")).replace("above(30,", "above(25,")}${window}`);
  const review = await tocsin("review", "--base", "HEAD", "--stack", "local");
  expect(review.output).toContain("ferry/errors");
  expect(review.output).toMatch(/30[\s\S]*25/);
  expect(review.output).toContain(
    "The maintenance window maintenance/docking silences the alerts of service ferry every Sunday at 03:00",
  );
  expect(review.output).toContain("On call on-call/harbour pages harbourmaster.");
  const up = await tocsin("up", "--stack", "local", "--yes");
  expect(up.code, up.output).toBe(0);
  expect(up.output).toMatch(/4 created, 2 updated/);
  // What one names of another is the id that the vendor gave it.
  const live = z.array(z.object({ id: z.number(), type: z.string(), query: z.string(), tags: z.array(z.string()) }));
  const monitors = live.parse(await datadog("/api/v1/monitor"));
  const idOf = (definition: string) => monitors.find(({ tags }) => tags.includes(`tocsin-id:${definition}`))?.id;
  expect(monitors.filter(({ type }) => type === "composite").map(({ query }) => query)).toEqual([
    `${idOf("ferry/failing-requests")} && !${idOf("ferry/gateway-timeouts")}`,
  ]);
  const verify = await tocsin("verify", "--stack", "local", "--json");
  const found = z.object({ findings: z.array(z.unknown()), complete: z.boolean() }).parse(JSON.parse(verify.output));
  expect(found).toMatchObject({ findings: [], complete: true });
});

test("evidence of a drill opens the gate of a stack that allows none, for what was drilled and for nothing else", async () => {
  const drill = await tocsin("drill", "--stack", "local", "--evidence", "evidence.json");
  expect(drill.code, drill.output).toBe(0);
  const text = await readFile(path.join(project, ".local/evidence.key"), "utf8");
  const key = createPublicKey(createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" }));
  const publicKey = key.export({ type: "spki", format: "der" }).toString("base64");
  const local = await readFile(path.join(project, "Pulumi.local.yaml"), "utf8");
  const gate = `  tocsin:gate: { publicKey: ${publicKey}, from: local, maxAgeDays: 7 }\n`;
  const open = local.replace("allowDrills: true", "allowDrills: false").replace("config:\n", `config:\n${gate}`);
  await writeFile(path.join(project, "Pulumi.sea.yaml"), open.replace(/^encryptionsalt:.*\n/m, ""));
  const promote = () => tocsin("promote", "--check", "--stack", "sea", "--evidence", "evidence.json");
  const allowed = await promote();
  expect(allowed.code, allowed.output).toBe(0);
  const file = path.join(project, "alerts/berth.ts");
  await writeFile(file, (await readFile(file, "utf8")).replace("above(30,", "above(300,"));
  const refused = await promote();
  expect(refused.code, refused.output).toBe(1);
  expect(refused.output).toContain("berth/errors");
});

test("the report shows every alert", async () => {
  const report = await tocsin("report", "--stack", "local");
  expect([0, 1], report.output).toContain(report.code);
  const page = await readFile(path.join(project, ".local/reports/local.html"), "utf8");
  for (const id of ["ferry/errors", "berth/gateway-timeouts"]) expect(page).toContain(id);
});
