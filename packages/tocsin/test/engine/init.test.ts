/**
 * A first day with an estate that was made by hand: `tocsin init` in a new project, against vendors that
 * hold 300 objects, with every value that their specifications name. What comes of it lints, and the update that takes the objects over adds only whose they are.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { localEnvironment, localFiles } from "../../src/app/local/files.ts";
import type { Json, JsonObject } from "../../src/model/resource.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { ended } from "../support/child.ts";
import { typed } from "../support/typed.ts";
import { type ByHand, type Call, makeEstate, withIntegrations } from "./init-estate.ts";
import { root, startWorld, type World, writesIn } from "./local/world.ts";

let world: World;
let project: string;

/** A project that has nothing yet but its frame, committed and clean. */
async function newProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-first-day-"));
  const { frameFiles, packageManagerOf } = await import("create-tocsin");
  const choices = { vendors: [], services: [], alerts: [], manager: packageManagerOf(undefined), tarballs: {} };
  for (const [file, text] of frameFiles({ project: "shop-alerts", ...choices })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args],
      { cwd: folder },
    );
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "New");
  return folder;
}

beforeAll(async () => {
  [world, project] = await Promise.all([startWorld({ also: withIntegrations }), newProject()]);
  await mkdir(path.join(project, ".local", "state"), { recursive: true });
});
afterAll(async () => {
  await world?.close();
  await rm(project, { recursive: true, force: true });
});

async function tocsin(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd: project,
    env: {
      ...process.env,
      ...localEnvironment(world.vendors, ["ADMIN_TOKEN"]),
      SLACK_TOKEN: "",
      PULUMI_BACKEND_URL: `file://${path.join(project, ".local", "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of its own",
      // The fake providers take the official plugins' place, which this machine may not be able to fetch.
      PULUMI_HOME: localFiles(world.directory).home,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return ended(child);
}

const send = async (
  vendor: "datadog" | "sentry" | "stripe" | "vercel",
  method: string,
  where: string,
  body?: object,
) => {
  const { vendors } = world;
  const headers: Record<string, string> = {
    datadog: { "DD-API-KEY": vendors.datadog.apiKey, "DD-APPLICATION-KEY": vendors.datadog.appKey },
    sentry: { authorization: `Bearer ${vendors.sentry.token}` },
    stripe: { authorization: `Bearer ${vendors.stripe.apiKey}` },
    vercel: { authorization: `Bearer ${vendors.vercel.token}` },
  }[vendor];
  if (vendor !== "stripe") headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers };
  if (body) init.body = vendor === "stripe" ? new URLSearchParams(Object.entries(body)) : JSON.stringify(body);
  const answer = await fetch(`${vendors[vendor].url}${where}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${vendor} ${method} ${where}: ${answer.status} ${text}`);
  return jsonObject.parse(JSON.parse(text));
};
const call: Call = send;

const projects = ["prj_cliplyweb", "prj_tips"];
const vercelProject = (id: string) => send("vercel", "GET", `/v9/projects/${id}?teamId=${world.vendors.vercel.team}`);

async function readAll(made: readonly ByHand[]): Promise<Map<string, JsonObject>> {
  const objects = new Map<string, JsonObject>();
  for (const { name, vendor, read } of made) {
    const answer = await send(vendor, "GET", read);
    objects.set(`${vendor} ${name}`, read.startsWith("/api/v1/slo/") ? jsonObject.parse(answer.data) : answer);
  }
  for (const id of projects) objects.set(`vercel ${id}`, await vercelProject(id));
  return objects;
}

/** Paths at which two versions of an object differ. */
function changed(before: Json | undefined, after: Json | undefined, at = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const plain = (node: Json | undefined): node is JsonObject | Json[] => typeof node === "object" && node !== null;
  if (!plain(before) || !plain(after) || Array.isArray(before) !== Array.isArray(after)) return [at];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const member = (node: JsonObject | Json[], key: string) => (Array.isArray(node) ? node[Number(key)] : node[key]);
  return keys.flatMap((key) => changed(member(before, key), member(after, key), at === "" ? key : `${at}.${key}`));
}

/** A set at Sentry: the plugin, as the provider whose traffic was recorded, sends it sorted. */
const sets = /\.eventTypes\.\d+$/;

/**
 * A log monitor of Datadog that states no policy for missing data: an update cannot say "default", and for it the older "do not
 * notify" means the same (docs: Migrating to On Missing Data Configuration).
 */
const policy = (name: string, place: string) => name.startsWith("datadog ") && place === "options.notify_no_data";

/** What a vendor notes by itself at every change: times, states of evaluation, ids of parts, who it was. */
const bookkeeping =
  /^(modified|modified_at|dateUpdated|updatedAt|overall_state(_modified)?|lastTriggered|latestGroup.*|openIssues|state.*)$|^(triggers|conditionGroup|actionFilters\.\d+)(\.(conditions|actions)\.\d+)?\.id$/;

const flags = [
  ...["--stack", "staging", "--vendors", "datadog,sentry,vercel,stripe", "--datadog-site", "datadoghq.eu"],
  ...["--sentry-organization", "acme", "--vercel-team", "team_acme", "--slack-account", "acme"],
  ...["--runbooks", "https://docs.example/runbooks", "--stripe-mode", "test"],
];
const routes = [
  ...["--page", "#alerts-staging,founder@example.com", "--ticket", "#alerts-staging", "--info", "#alerts-staging"],
  ...["--owner", "founder@example.com"],
];
/** The same, once the routes are there. */
const bound = ["--channel", "page=#alerts-staging", "--person", "founder=founder@example.com"];

it("an estate made by hand becomes a repository that lints, and stays exactly what it is", async () => {
  for (const id of projects) {
    await send("vercel", "PATCH", `/v1/projects/${id}/crons?teamId=${world.vendors.vercel.team}`, { enabled: true });
  }
  // The estate's messages name it: without it, their notifications would not arrive, and verify would say so.
  await send("datadog", "POST", "/api/v1/integration/slack/configuration/accounts/acme/channels", {
    name: "#alerts-local",
  });
  const made = await makeEstate(call);
  const before = await readAll(made);
  const counts = await world.counts();
  await world.clearRequests();

  const init = await tocsin("init", ...flags, ...routes, "--yes");
  expect(init.code, init.output).toBe(0);
  expect(init.output).not.toContain("Not imported (");
  // All of it is named: an alert of Sentry's that notifies of one monitor only, in the line of that monitor.
  const named = init.output.split("\n").flatMap((line) => {
    const [, first, more = ""] = /^ {2}\w+ [\w-]+ (\S+?)(?:, with workflow (.*))? as \S+$/.exec(line) ?? [];
    return first === undefined ? [] : [first, ...more.split(", ").filter(Boolean)];
  });
  expect(new Set(named).size).toBe(made.length);
  expect(init.output.match(/^ {2}vercel: the \d+ crons? of /gm)).toHaveLength(projects.length);
  // What could be better about what was imported is told by lint, and does not bury what init has done.
  expect(init.output).not.toMatch(/^(error|warning|notice)\[/m);
  expect(init.output).toMatch(/, \d+ notices\. `tocsin lint` shows the notices\.$/m);
  // Slack gets what the estate itself notifies meanwhile.
  expect(writesIn(await world.requests()).filter(({ vendor }) => vendor !== "slack")).toEqual([]);
  const lint = await tocsin("lint", "--stack", "staging");
  expect(lint.code, lint.output).toBe(0);
  expect((await tocsin("compile", "--stack", "local", "--json")).code).toBe(0);
  const imported = z
    .object({ staging: z.record(z.string(), z.string()) })
    .parse(parseYaml(await readFile(path.join(project, "imported.yaml"), "utf8")));
  expect(Object.keys(imported.staging)).toHaveLength(made.length + projects.length);

  const again = await tocsin("init", ...flags, ...bound, "--yes");
  expect(again.code, again.output).toBe(0);
  expect(again.output).toContain("nothing: all of it is there already");

  const up = await tocsin("up", "--stack", "staging", "--yes");
  expect(up.code, up.output).toBe(0);
  expect(up.output).toContain("Imported, as imported.yaml says");
  const after = await readAll(made);
  const differing = new Map(
    [...before].map(([name, object]) => [
      name,
      [...new Set(changed(object, after.get(name)).map((place) => place.replace(/^tags\.\d+$/, "tags")))].filter(
        (place) => !bookkeeping.test(place) && !sets.test(place) && !policy(name, place),
      ),
    ]),
  );
  const marks: Record<string, RegExp> = {
    datadog: /^(tags|description)$/,
    sentry: /^(name|description)$/,
    stripe: /^metadata\.(managed_by|tocsin_id|tocsin_env)$/,
    vercel: /^$/,
  };
  const beyond = [...differing].flatMap(([name, places]) =>
    places.filter((place) => !marks[name.split(" ")[0] ?? ""]?.test(place)).map((place) => `${name}: ${place}`),
  );
  expect(beyond).toEqual([]);
  // What was there is still there: marks are added, nothing of a hand's is taken away.
  for (const [name, object] of before) {
    const now = after.get(name);
    const words = (value: Json | undefined) => (Array.isArray(value) ? value.map(String) : [String(value ?? "")]);
    for (const field of ["tags", "description", "name"]) {
      for (const word of words(object[field]))
        expect(words(now?.[field]).join("\n"), `${name}: ${field}`).toContain(word);
    }
  }
  // Nothing was made a second time, and nothing is gone.
  expect(await world.counts()).toEqual(counts);

  const verify = await tocsin("verify", "--stack", "staging", "--json");
  const report = z.object({ findings: z.array(z.unknown()), complete: z.boolean() }).parse(JSON.parse(verify.output));
  expect(report).toMatchObject({ findings: [], complete: true });
  const preview = await tocsin("preview", "--stack", "staging", "--expect-no-changes");
  expect(preview.code, preview.output).toBe(0);
  const third = await tocsin("init", ...flags, ...bound, "--yes");
  expect(third.code, third.output).toBe(0);
  expect(third.output).toContain("nothing: all of it is there already");
}, 600_000);
