/** Every command that only reads, in a project of two vendors, with the credential of one: it goes on, and calls nothing clean. */
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { loadProject } from "../../../src/project/project.ts";
import { vendors } from "../../../src/vendors/index.ts";
import { startWorld, type World } from "../verify/world.ts";
import { projectOf, typed } from "./created-project.ts";

const staging = ["--stack", "staging"];

let world: World;
let folder: string;
beforeAll(async () => {
  folder = projectOf(["sentry", "datadog"]);
  world = await startWorld({ project: await loadProject(folder, "staging") });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

/** `DD_APP_KEY` is forgotten; `all` also leaves Sentry's token out. */
function credentials({ all = false } = {}): void {
  for (const { variables } of vendors) for (const name of variables) vi.stubEnv(name, undefined);
  const { datadog, sentry } = world.connections;
  vi.stubEnv("DD_API_KEY", datadog.apiKey);
  vi.stubEnv("DD_HOST", datadog.url);
  vi.stubEnv("SENTRY_BASE_URL", `${sentry.url}/api/`);
  if (!all) vi.stubEnv("SENTRY_AUTH_TOKEN", sentry.token);
}

/** What reads and asks Datadog something, what it still says of Sentry, and how it ends where that is not "could not tell". */
const reading: readonly [args: string[], says: RegExp, code?: number][] = [
  [["verify"], /Not checked \(8\): .*2 synthetic tests.*\n(.*\n)*.*the Sentry project web/],
  [["check"], /first-look +6 alerts, 2 not read, none of the others firing/],
  [["check", "first-look"], /^ +ok +Many errors in web \(web\/error-rate\) +0 errors/m],
  [["daily"], /5xx by hour.*\n +ok +3 within their limits/],
  [["report"], /6 alerts, 0 firing.*not everything could be read/],
  [["report", "--quality", "1"], /6 alerts, 0 firing.*not everything could be read/],
  [["lint", "--online"], /the Sentry project web in local has not been seen/],
  [["quarterly", "--days", "1"], /not read: What is muted/],
  [["audit", "--sentry-organization", "acme"], /8 Sentry monitors, 4 Sentry alerts: nothing is wrong so far/],
  // What it looks for is a credential that is missing: a thing to do.
  [["doctor"], /wrong +credential of datadog(.*\n)*sentry\n +ok/, 1],
];

/** Reports write these on a page. */
const silent = new Set(["report", "report --quality 1"]);

it.each(reading.map(([args, says, code = 3]) => [args.join(" "), { args, says, code }] as const))(
  "without one of two credentials, %s says which is missing and does the rest",
  async (name, { args, says, code }) => {
    credentials();
    const ran = await typed(folder, args[0] === "audit" ? args : [...args, ...staging]);
    expect([ran.code, ran.text]).toEqual([code, expect.stringMatching(says)]);
    if (!silent.has(name)) expect(ran.text).toMatch(/Datadog was not asked.*DD_APP_KEY is not set|Set DD_APP_KEY in/);
    expect(ran.text.match(/Datadog was not asked/g) ?? []).toHaveLength(/was not asked/.test(ran.text) ? 1 : 0);
  },
);

it("says on the page of the report what was not asked", async () => {
  credentials();
  const { text } = await typed(folder, ["report", "--json", ...staging]);
  expect(JSON.parse(text).unknown).toEqual([
    expect.stringMatching(/^Datadog was not asked: DD_APP_KEY is not set in the environment\. Not known: /),
  ]);
});

it.each([...reading, [["drill", "--yes"], /./] as const].map(([args]) => [args.join(" "), args] as const))(
  "with no credential at all, %s is wrong use",
  async (name, args) => {
    credentials({ all: true });
    const ran = await typed(folder, args[0] === "audit" ? args : [...args, ...staging]);
    if (name === "doctor") return expect(ran.code).toBe(1);
    expect([ran.code, ran.text]).toEqual([2, expect.stringMatching(/^Set .*DD_APP_KEY.* in the environment/m)]);
  },
);

it.each([
  ["drill", "--yes"],
  ["mute", "--list"],
])("%s needs every credential that it uses", async (...args) => {
  credentials();
  const ran = await typed(folder, [...args, ...staging]);
  expect([ran.code, ran.text]).toEqual([2, expect.stringMatching(/^Set DD_APP_KEY in the environment/)]);
});
