import { expect, test } from "vitest";
import { loadProject } from "../../../src/cli/project.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { type createWorld, createWorldWithPast } from "../world.ts";
import { make, report, slackTexts, subjects, transaction } from "./events.ts";

type World = ReturnType<typeof createWorld>;

const { resources } = await loadProject(process.cwd(), "local");
const local = { environment: "local" };

/** Everything that our definitions become at Sentry, made at the emulated one. */
async function provision(world: World): Promise<void> {
  const ids = new Map<string, string>();
  const of = (kind: Resource["kind"]) => resources.filter((one) => one.kind === kind);
  for (const { name, parent, body } of of("detector")) {
    ids.set(name, await make(world, `/organizations/acme/projects/${String(parent.project)}/detectors/`, body));
  }
  for (const { body, refs } of of("workflow")) {
    const detectorIds = refs.map(({ resource }) => ids.get(resource));
    await make(world, "/organizations/acme/workflows/", refs.length === 0 ? body : { ...body, detectorIds });
  }
}

const many = async (count: number, run: () => Promise<unknown>) => {
  for (let sent = 0; sent < count; sent += 1) await run();
};
const slow = (name: string) => (world: World) => many(40, () => report(world, transaction(name, 10, local)));
const errors = (count: number, project: string, tags: object) => (world: World) =>
  many(count, () => report(world, { message: "broken", tags, ...local }, project));

test("a healthy app leaves every alert quiet", async () => {
  const world = await createWorldWithPast();
  await provision(world);
  await world.context.clock.advance(3_600);
  expect([...slackTexts(world, "alerts-local"), ...subjects(world)]).toEqual([]);
});

test.each([
  ["web-api/high-error-rate", errors(51, "web", { service: "api" })],
  ["worker/high-error-rate", errors(21, "worker", { service: "apps/worker" })],
  ["publishing/job-failure-spike", errors(11, "worker", { job_type: "PUBLISH_TIKTOK" })],
  ["web-api/latency-upload-init", slow("POST /api/upload/init")],
  ["web-api/latency-publish", slow("POST /api/publish/tiktok")],
])("%s rings, alone, and tells that it is over", async (id, breakIt) => {
  const world = await createWorldWithPast();
  await provision(world);
  await breakIt(world);
  await world.context.clock.advance(60);
  const told = () => [
    slackTexts(world, "alerts-local"),
    world.mail.messages.map(({ subject, text }) => subject + text),
  ];
  for (const channel of told()) {
    expect(channel).toHaveLength(1);
    expect(channel[0]).toContain(`Critical: `);
    expect(channel[0]).toContain(`tocsin:${id}`);
  }
  await world.context.clock.advance(1_200);
  for (const channel of told()) {
    expect(channel).toHaveLength(2);
    expect(channel[1]).toContain("Resolved: ");
    expect(channel[1]).toContain(`tocsin:${id}`);
  }
});

test("publishing/critical-errors rings for an error with both tags, in either project", async () => {
  const world = await createWorldWithPast();
  await provision(world);
  await report(world, { message: "one tag", tags: { severity: "critical" }, ...local });
  expect(subjects(world)).toEqual([]);
  for (const project of ["web", "worker"]) {
    await report(world, { message: "both", tags: { severity: "critical", feature: "publishing" }, ...local }, project);
  }
  expect(world.mail.messages).toHaveLength(2);
  for (const text of [...slackTexts(world, "alerts-local"), ...world.mail.messages.map(({ text }) => text)]) {
    expect(text).toContain("tocsin:publishing/critical-errors");
  }
});

test("a failing app makes the web's errors ring, a slow one its latencies", async () => {
  const world = await createWorldWithPast();
  await provision(world);
  const rung = () =>
    subjects(world)
      .map((subject) => /tocsin:(\S+)/.exec(subject)?.[1])
      .sort();
  world.app.state.mode = "failing";
  await world.context.clock.advance(420);
  expect(rung()).toEqual(["web-api/high-error-rate"]);
  world.app.state.mode = "slow";
  await world.context.clock.advance(300);
  expect(rung()).toEqual(expect.arrayContaining(["web-api/latency-publish", "web-api/latency-upload-init"]));
});
