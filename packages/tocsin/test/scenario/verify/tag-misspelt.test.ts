import { expect, it } from "vitest";
import { sendEvent } from "./baseline.ts";
import { startWorld, type World } from "./world.ts";

async function living(): Promise<World> {
  const world = await startWorld({ lives: true });
  await world.pass(11);
  return world;
}

it("a tag value that the app never sends is one finding, also when a drill has sent it", async () => {
  const world = await living();
  try {
    world.edit("worker/high-error-rate", () => ({ tags: { service: ["workerr"] } }));
    const expected = {
      class: "stale-signal",
      vendor: "sentry",
      kind: "tag",
      vendorId: "service:workerr",
      definition: "worker/high-error-rate",
      path: "tags.service",
      expected: "something in the last 90 days",
      actual: ["worker"],
    };
    expect(await world.onlyFinding()).toEqual(expected);
    await sendEvent(world, "worker", "event", {
      message: "of a drill",
      level: "error",
      tags: { service: "workerr", tocsin_drill: "r1-worker-high-error-rate" },
    });
    const stale = async () => (await world.verify()).findings.filter((one) => one.class === "stale-signal");
    expect(await stale()).toMatchObject([expected]);
    await sendEvent(world, "worker", "event", { message: "real", level: "error", tags: { service: "workerr" } });
    expect(await stale()).toEqual([]);
  } finally {
    await world.close();
  }
});

it("a tag value that two alerts misspell is one finding, which names both", async () => {
  const world = await living();
  try {
    const misspelt = ["billing/errors", "web-api/high-error-rate"];
    for (const id of misspelt) world.edit(id, () => ({ project: "web", tags: { service: ["apii"] } }));
    const finding = await world.onlyFinding();
    expect(finding).toMatchObject({ class: "stale-signal", kind: "tag", vendorId: "service:apii", definition: null });
    const { findings } = await world.verify();
    expect(findings[0]?.message).toContain("billing/errors and web-api/high-error-rate would not fire.");
  } finally {
    await world.close();
  }
});

it("a tag that no event has, a path and a transaction that nobody asks for: one finding each, with what is sent instead", async () => {
  const world = await living();
  try {
    world.edit("billing/errors", () => ({ tags: { featur: ["billing"] } }));
    world.edit("web-api/latency-publish", () => ({ transaction: "*/api/publishing/*" }));
    world.edit("cron/scan-schedules-errors", (signal) => ({
      filter: { ...("filter" in signal ? Object(signal.filter) : {}), path: "/api/crons/scan-schedules" },
    }));
    const { findings } = await world.verify();
    expect(findings).toMatchObject([
      { class: "stale-signal", kind: "log-path", definition: "cron/scan-schedules-errors", path: "@proxy.path" },
      { class: "stale-signal", kind: "tag", definition: "billing/errors", path: "tags.featur", actual: null },
      { class: "stale-signal", kind: "transaction", definition: "web-api/latency-publish", path: "transaction" },
    ]);
    expect(findings[1]?.message).toContain("(no event there has the tag featur)");
    expect(findings[2]?.actual).toContain("POST /api/publish/youtube");
  } finally {
    await world.close();
  }
});

it("of alternatives one is enough, and a new alert has time to see its first", async () => {
  const world = await startWorld({ lives: true });
  try {
    world.edit("web-api/high-error-rate", () => ({ tags: { service: ["no-such", "api"] } }));
    world.edit("worker/high-error-rate", () => ({ tags: { service: ["workerr"] } }));
    const { findings, pending } = await world.verify();
    expect(findings).toEqual([]);
    expect(pending.filter(({ kind }) => kind === "tag")).toMatchObject([{ definitions: ["worker/high-error-rate"] }]);
  } finally {
    await world.close();
  }
});
