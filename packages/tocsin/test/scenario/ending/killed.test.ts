/**
 * Killed after each of its calls in turn: the next run fixes everything, and nothing is lost or there twice. Updates on the real
 * engine are killed in `engine/local/kill` and `engine/plugins/recovery`, drills in `scenario/drill/kill`.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openPullRequest, pullRequestTarget } from "../../../src/app/absorb/pull-request.ts";
import { cleanUpAll, compareAll, homeOf } from "../../../src/app/conformance/compare.ts";
import { placed } from "../../../src/app/conformance/slack-channel.ts";
import { targetOf } from "../../../src/app/conformance/target.ts";
import { markOf } from "../../../src/conformance/kind.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { sentryPart } from "../../../src/providers/sentry/part.ts";
import { DatadogMutes } from "../../../src/vendors/datadog/mute.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { killedAtCall } from "../../support/killed.ts";
import { startGitHub } from "../verify/github.ts";
import { startWorld, type World } from "../verify/world.ts";

const root = new URL("../../../../..", import.meta.url).pathname;
/** More than any of these makes. */
const mostCalls = 600;

let world: World;
let resources: readonly Resource[];
beforeAll(async () => {
  const project = await loadProject(root, "local");
  resources = project.resources;
  world = await startWorld({ project: { ...project, resources: [] } });
});
afterAll(() => world.close());

/** Kills after the first call, then after the second, and so on, until it comes to its end; after each kill it is run whole. */
async function atEachCall(work: () => Promise<unknown>, fixed: (calls: number) => Promise<void>, step = 1) {
  let points = 0;
  for (let calls = 1; calls < mostCalls; calls += step) {
    if (!(await killedAtCall(calls, work))) return points;
    points += 1;
    await fixed(calls);
  }
  throw new Error(`it has not come to its end in ${mostCalls} calls`);
}

it("a pull request of what was absorbed is opened once, on one branch", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "tocsin-killed-"));
  try {
    execFileSync("git", ["init", "-q"], { cwd: folder });
    await writeFile(path.join(folder, "a.ts"), "before\n");
    let round = 0;
    const github = await startGitHub();
    github.files.set("a.ts", "before\n");
    const open = () =>
      openPullRequest(folder, pullRequestTarget(github.env), {
        stack: "local",
        files: [{ file: "a.ts", before: "before\n", after: `after ${round}\n` }],
        outcome: { changes: [], refused: [], follows: [], pullRequest: null },
      });
    const points = await atEachCall(open, async (calls) => {
      await open();
      expect([calls, github.branches.size, github.pulls.length]).toEqual([calls, round + 1, round + 1]);
      round += 1;
    });
    expect(points).toBe(pointsOf("pull request of what was absorbed"));
    github.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("the engine's plugin", () => {
  const organization = "/api/0/organizations/acme";
  const lists = { "tocsin:sentry:Monitor": "detectors", "tocsin:sentry:Alert": "workflows" } as const;

  it.each([
    ["tocsin:sentry:Monitor", "web-api/high-error-rate", "detector"],
    ["tocsin:sentry:Alert", "web-api/critical-errors", "workflow"],
  ] as const)("makes one %s", async (type, definition, kind) => {
    const { url, token } = world.connections.sentry;
    // A process of its own each time: what it remembers goes with it.
    const handler = () => sentryPart({ SENTRY_AUTH_TOKEN: token, SENTRY_BASE_URL: `${url}/api/` }).resources[type];
    const resource = resources.find((one) => one.definition === definition && one.kind === kind);
    if (resource === undefined) throw new Error(`no ${type}`);
    const inputs = { ...resource.parent, body: resource.body };
    const found = async () => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${url}${organization}/${lists[type]}/?per_page=100`, { headers });
      const all = z.array(jsonObject).parse(await answer.json());
      return all.filter(({ name }) => String(name).endsWith(`tocsin:${definition}`)).map(({ id }) => String(id));
    };
    const create = async () => handler()?.create(inputs);
    const points = await atEachCall(create, async (calls) => {
      const made = await create();
      expect([calls, await found()]).toEqual([calls, [made?.id]]);
      await world.call("sentry", "DELETE", `${organization}/${lists[type]}/${made?.id}/`);
    });
    expect(points).toBeGreaterThanOrEqual(2);
    for (const id of await found()) await world.call("sentry", "DELETE", `${organization}/${lists[type]}/${id}/`);
  });
});

it("a mute is there once, and known", async () => {
  const mutes = () => new DatadogMutes(world.connections.datadog, "local");
  /** As the command: it looks first, and refuses what is muted already. */
  const mute = async () => {
    const present = (await mutes().active()).find(({ definition }) => definition === "database/disk");
    if (present === undefined) await mutes().mute("database/disk", new Date(Date.now() + 3_600_000), "killed");
  };
  const points = await atEachCall(mute, async (calls) => {
    await mute();
    const active = await mutes().active();
    expect([calls, active.map(({ reason }) => reason)]).toEqual([calls, ["killed"]]);
    for (const one of active) await mutes().end(one);
  });
  expect(points).toBe(pointsOf("mute"));
  for (const one of await mutes().active()) await mutes().end(one);
});

it("a comparison with an account leaves what the next clean-up finds and deletes, and nothing else", async () => {
  const { stack } = world.project;
  const target = targetOf(world.connections);
  const { slackChannel } = await placed(target, homeOf(stack), stack);
  const places: [Parameters<typeof target.ask>[0], string][] = [
    ["datadog", "/api/v1/monitor"],
    ["datadog", "/api/v1/dashboard"],
    ["datadog", "/api/v1/slo"],
    ["datadog", "/api/v1/synthetics/tests"],
    ["datadog", "/api/v1/synthetics/variables"],
    ["datadog", `/api/v1/integration/slack/configuration/accounts/${stack.datadog.slackAccount}/channels`],
    ["sentry", "/api/0/organizations/acme/detectors/"],
    ["sentry", "/api/0/organizations/acme/workflows/"],
    ["stripe", "/v1/webhook_endpoints"],
    ["vercel", `/v10/projects?teamId=${stack.vercel.team}`],
    ["slack", `/api/conversations.history?channel=${"id" in slackChannel ? slackChannel.id : "none"}`],
  ];
  const left = async () => {
    const texts = await Promise.all(
      places.map(async ([vendor, place]) => {
        const { status, body } = await target.ask(vendor, { method: "GET", path: place });
        expect([place, status]).toEqual([place, 200]);
        return JSON.stringify(body).includes("tocsin-conformance") ? [place] : [];
      }),
    );
    return texts.flat();
  };
  let runs = 0;
  const compare = () => {
    runs += 1;
    const mark = markOf(runs.toString(16).padStart(8, "0"), new Date(Date.UTC(2026, 10, 29, 14, 0, runs)));
    return compareAll({ account: target, emulator: target, stack, mark, say: () => {} });
  };
  const points = await atEachCall(
    compare,
    async (calls) => {
      const { failed } = await cleanUpAll(target, stack);
      expect([calls, failed, await left()]).toEqual([calls, [], []]);
    },
    31,
  );
  expect(points).toBeGreaterThanOrEqual(5);
  await cleanUpAll(target, stack);
});
