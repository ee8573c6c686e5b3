/** Every command, in a project that has something at one vendor only, and credentials for no other. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { completes } from "../../../src/cli/commands/index.ts";
import { loadProject } from "../../../src/project/project.ts";
import { vendors } from "../../../src/vendors/index.ts";
import { startWorld, type World } from "../verify/world.ts";
import { projectOf, typed } from "./created-project.ts";

type Only = "sentry" | "datadog";

const staging = ["--stack", "staging"];

interface Typed {
  args: readonly string[];
  /** Exit code, and that of Datadog alone where it is another; 0 where it is left out. */
  code?: number | Readonly<Record<Only, number>>;
  /** What it says, of whichever vendor. */
  says?: RegExp;
}

/** Its services do not answer, so that their health checks have no data and a call of ours fails. */
const notAnswering = { sentry: 0, datadog: 1 };
const noEngine = { code: 2, says: /TOCSIN_ENGINE_PATH/ };

/** How each command is typed, or why it is not. */
const walk: Readonly<Record<string, readonly Typed[] | string>> = {
  start: "runs the emulated vendors, which are all there",
  local: "runs the emulated vendors, which are all there",
  init: "asks which vendors there are",
  import: "names its vendor",
  probe: "reports to Datadog, whatever it reads",
  coverage: "nothing is asked for",
  evidence: "reads a file",
  completion: [{ args: ["completion", "bash"] }],
  test: [{ args: ["test"] }],
  runbooks: [{ args: ["runbooks"] }],
  list: [{ args: ["list"] }],
  compile: [{ args: ["compile", ...staging] }],
  promote: [{ args: ["promote", "--check", ...staging], code: 2, says: /gate/ }],
  // The account is there; what is lacking is the engine's state.
  doctor: [
    {
      args: ["doctor", ...staging],
      code: 1,
      says: /^ +ok +integrations, channels, members .*\n(.*\n)+staging: 1 wrong/m,
    },
  ],
  // Channels, and pages of a repository that is not there.
  lint: [{ args: ["lint", "--online", ...staging], code: 3, says: /no problems so far|never-seen/ }],
  review: [
    { args: ["review", "--base-json", "base.json", ...staging], says: /web\/error-rate|No change to the alerting/ },
  ],
  backtest: [{ args: ["backtest", "--days", "1", ...staging] }],
  crons: [
    { args: ["crons"], says: /^No crons are declared\.$/m },
    { args: ["crons", ...staging], says: /^No crons are declared\.$/m },
  ],
  preview: [{ args: ["preview", ...staging], ...noEngine }],
  up: [{ args: ["up", "--yes", ...staging], ...noEngine }],
  destroy: [{ args: ["destroy", "--yes", ...staging], ...noEngine }],
  verify: [{ args: ["verify", ...staging], says: /^No drift: \d resources match the code/m }],
  // Of the channel and the mailbox its receipts speak: these are asked for.
  drill: [
    { args: ["drill", "--yes", ...staging], code: 2, says: /^Set SLACK_TOKEN .* TOCSIN_MAIL_URL/ },
    { args: ["drill", "--cleanup", ...staging], says: /^No drill has left anything in stack staging\./ },
  ],
  mute: [{ args: ["mute", "--list", ...staging], says: /^Nothing is muted in staging/ }],
  unmute: [{ args: ["unmute", "web/health", ...staging], code: 2, says: /^No mute of web\/health/ }],
  audit: [{ args: ["audit", "--sentry-organization", "acme"] }],
  conformance: [{ args: ["conformance", "--cleanup", ...staging], says: /^Nothing is left\.$/m }],
  check: [
    { args: ["check", ...staging], code: notAnswering, says: /^ +\w+ +first-look +\d alerts/m },
    { args: ["check", "first-look", ...staging], code: notAnswering },
  ],
  daily: [{ args: ["daily", ...staging], code: notAnswering }],
  weekly: [{ args: ["weekly", ...staging] }, { args: ["weekly", "--quality", ...staging] }],
  quarterly: [{ args: ["quarterly", "--days", "1", ...staging] }],
  report: [{ args: ["report", ...staging] }],
};

describe.each<Only>(["sentry", "datadog"])("a project of %s alone", (only) => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    folder = projectOf([only]);
    const { text } = await typed(folder, ["compile", "--json", ...staging]);
    writeFileSync(path.join(folder, "base.json"), text.replaceAll(/("critical": ?)50/g, "$140"));
    world = await startWorld({ project: await loadProject(folder, "staging") });
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => vi.unstubAllEnvs());

  const credentials = () => {
    for (const { variables } of vendors) for (const name of variables) vi.stubEnv(name, undefined);
    const { datadog, sentry } = world.connections;
    const own =
      only === "sentry"
        ? { SENTRY_AUTH_TOKEN: sentry.token, SENTRY_BASE_URL: `${sentry.url}/api/` }
        : { DD_API_KEY: datadog.apiKey, DD_APP_KEY: datadog.appKey, DD_HOST: datadog.url };
    for (const [name, value] of Object.entries({ ...own, TOCSIN_ENGINE_PATH: path.join(folder, "none") }))
      vi.stubEnv(name, value);
  };
  const others = vendors.filter(({ name }) => name !== only).flatMap(({ variables }) => variables);

  it("walks every command that there is", () => {
    expect(Object.keys(walk).sort()).toEqual(Object.keys(completes).sort());
  });

  const ways = Object.values(walk).flatMap((each) => (typeof each === "string" ? [] : each));
  it.each(ways.map((way) => [way.args.join(" "), way] as const))("%s", async (_, { args, code = 0, says = /^/ }) => {
    credentials();
    const ran = await typed(
      folder,
      args.map((word) => (word === "base.json" ? path.join(folder, word) : word)),
    );
    expect(others.filter((name) => ran.text.includes(name))).toEqual([]);
    expect([ran.code, ran.text]).toEqual([typeof code === "number" ? code : code[only], expect.stringMatching(says)]);
  });
});
