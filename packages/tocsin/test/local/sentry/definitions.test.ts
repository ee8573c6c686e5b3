import { expect, test } from "vitest";
import { make, report, slackTexts, subjects, transaction } from "../../../../emulators/test/sentry/events.ts";
import { type createWorld, createWorldWithPast } from "../../../../emulators/test/world.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";

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
  // What is above the page's limit is above that of its transaction too, which is a ticket.
  ["web-api/high-error-rate", errors(51, "web", { service: "api" })],
  ["worker/high-error-rate", errors(21, "worker", { service: "apps/worker" })],
  ["publishing/job-failure-spike", errors(11, "worker", { job_type: "PUBLISH_TIKTOK" })],
  ["web-api/latency-upload-init", slow("POST /api/upload/init"), "web-api/limit-upload-init"],
  ["web-api/latency-publish", slow("POST /api/publish/tiktok"), "web-api/limit-publish-tiktok"],
] as [string, (world: World) => Promise<void>, string?][])(
  "%s fires, alone, and tells that it is over",
  async (id, breakIt, also) => {
    const ids = [id, ...(also === undefined ? [] : [also])].sort();
    const idsIn = (texts: readonly string[]) => texts.map((text) => /tocsin:([a-z0-9/-]+)/.exec(text)?.[1]).sort();
    const world = await createWorldWithPast();
    await provision(world);
    await breakIt(world);
    await world.context.clock.advance(60);
    const told = () => [
      slackTexts(world, "alerts-local"),
      world.mail.messages.map(({ subject, text }) => subject + text),
    ];
    for (const channel of told()) {
      expect(idsIn(channel)).toEqual(ids);
      for (const text of channel) expect(text).toContain("Critical: ");
    }
    await world.context.clock.advance(1_200);
    for (const channel of told()) {
      expect(channel).toHaveLength(2 * ids.length);
      const over = channel.slice(ids.length);
      expect(idsIn(over)).toEqual(ids);
      for (const text of over) expect(text).toContain("Resolved: ");
    }
  },
);

test("publishing/critical-errors fires for an error with both tags, in either project", async () => {
  const world = await createWorldWithPast();
  await provision(world);
  // Other alerts listen to one of the tags.
  const own = () =>
    [...slackTexts(world, "alerts-local"), ...world.mail.messages.map(({ text }) => text)].filter((text) =>
      text.includes("tocsin:publishing/critical-errors"),
    );
  await report(world, { message: "one tag", tags: { severity: "critical" }, ...local });
  expect(own()).toEqual([]);
  for (const project of ["web", "worker"]) {
    await report(world, { message: "both", tags: { severity: "critical", feature: "publishing" }, ...local }, project);
  }
  expect(own()).toHaveLength(4);
});

test("a failing app makes the web's errors fire, a slow one its latencies", async () => {
  const world = await createWorldWithPast();
  await provision(world);
  const fired = () =>
    subjects(world)
      .map((subject) => /tocsin:(\S+)/.exec(subject)?.[1])
      .sort();
  world.app.state.mode = "failing";
  await world.context.clock.advance(420);
  expect(fired()).toEqual(["web-api/high-error-rate"]);
  world.app.state.mode = "slow";
  await world.context.clock.advance(300);
  expect(fired()).toEqual(expect.arrayContaining(["web-api/latency-publish", "web-api/latency-upload-init"]));
});
