/** A stack file of real accounts, most of it not filled in yet, rehearsed on the emulated vendors: nothing of it leaves this machine. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ended } from "../support/child.ts";
import { copyProject } from "../support/project-copy.ts";
import { typed } from "../support/typed.ts";

let project = "";
let text = "";

/** Beside mail, Slack and what the project has of its own, so that the emulated vendors have to know these, too. */
const destinations = `  tocsin:destinations:
    pager: { kind: pagerduty, service: harbor-tests, test: true, sentry: { integration: "61", service: P1, name: harbor } }
    incidents: { kind: incident-io, webhook: incident, test: true, sentry: { app: incident-io } }
    feed: { kind: discord, webhook: feed, sentry: { integration: "64", channel: "99" } }
    hook: { kind: webhook, webhook: hook, sentry: { service: hook } }
`;

beforeAll(async () => {
  project = await copyProject("harbor");
  const local = (await readFile(path.join(project, "Pulumi.local.yaml"), "utf8")).replace(
    /^ {2}tocsin:destinations:\n/m,
    destinations,
  );
  await writeFile(path.join(project, "Pulumi.local.yaml"), local);
  text = local
    .replace(/^encryptionsalt:.*\n/m, "encryptionsalt: v1:of-the-real-stack\n")
    .replace("{ app: incident-io }", '{ app: "<slug of the app at Sentry>" }')
    .replace('"812"', "<id of Sentry's Slack integration>")
    .replace("team_harbor", "<team id>")
    .replace('"#watch"', "<#channel of this stack>")
    .replaceAll("env:local", "env:staging")
    .replace("https://ferry.harbor.example", "https://ferry.harbor-company.com");
  await writeFile(path.join(project, "Pulumi.staging.yaml"), text);
  const routes = path.join(project, "alerts/routes.ts");
  const own = await readFile(routes, "utf8");
  await writeFile(
    routes,
    own.replace('slack: ["watch"]', 'slack: ["watch"], notify: ["pager", "incidents", "feed", "hook"]'),
  );
});
afterAll(async () => {
  await tocsin({}, "local", "down");
  await rm(project, { recursive: true, force: true, maxRetries: 5 });
});

function tocsin(env: Record<string, string>, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd: project,
    env: { ...process.env, TOCSIN_LOCAL_DIR: "", TOCSIN_EVIDENCE_KEY: "of the real stack", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return ended(child);
}

const emulated = "Stack staging runs on the emulated vendors of this machine, not on real accounts.";

test("the stack is up on the emulators, without drift, and its alerts are proven, as its file stands", async () => {
  const up = await tocsin({}, "local", "up", "--stack", "staging");
  expect(up.code, up.output).toBe(0);
  const verify = await tocsin({}, "verify", "--stack", "staging");
  expect(verify.code, verify.output).toBe(0);
  expect(verify.output).toContain(emulated);
  // ferry answers under a name that is no emulator's own.
  const drill = await tocsin({}, "drill", "--stack", "staging", "ferry/health", "berth/errors", "--evidence", "e.json");
  expect(drill.code, drill.output).toBe(0);
  expect(drill.output).toMatch(/ferry\/health +recovered/);
  const preview = await tocsin({}, "preview", "--stack", "staging", "--expect-no-changes");
  expect(preview.code, preview.output).toBe(0);
  expect(await readFile(path.join(project, "Pulumi.staging.yaml"), "utf8")).toBe(text);
});

test("evidence of a rehearsal is signed with this machine's own key, never with that of the real stack", async () => {
  const local = await tocsin({}, "evidence", "verify", "e.json", "--stack", "staging");
  expect(local.output).toContain("By whom is not known");
  expect(existsSync(path.join(project, ".local/evidence.key"))).toBe(true);
});

test("with credentials of real accounts at hand nothing is done: which are meant, nobody can tell", async () => {
  for (const args of [["verify"], ["up", "--yes"], ["drill", "--yes"]]) {
    const refused = await tocsin({ DD_API_KEY: "real", STRIPE_API_KEY: "sk_live_1" }, ...args, "--stack", "staging");
    expect(refused.code, refused.output).toBe(2);
    expect(refused.output).toContain("DD_API_KEY, STRIPE_API_KEY of real accounts are set");
  }
});

test("the local stack is not taken for the one that runs", async () => {
  for (const args of [["verify"], ["up"], ["preview"]]) {
    const refused = await tocsin({}, ...args, "--stack", "local");
    expect(refused.code, refused.output).toBe(2);
    expect(refused.output).toContain("The emulated vendors run for stack staging, not for local.");
  }
});

test("after the end of the rehearsal the stack is that of its real accounts again, and nothing is left of it", async () => {
  const down = await tocsin({}, "local", "down");
  expect(down.code, down.output).toBe(0);
  expect(existsSync(path.join(project, ".local/rehearsal"))).toBe(false);
  const verify = await tocsin({}, "verify", "--stack", "staging");
  expect(verify.code, verify.output).toBe(2);
  expect(verify.output).toContain("still holds a placeholder");
  expect(verify.output).not.toContain(emulated);
});
