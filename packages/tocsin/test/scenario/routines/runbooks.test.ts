import { readdirSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { runbookRoutine } from "../../../src/routines/runbooks.ts";
import { sendEvent } from "../verify/baseline.ts";
import type { World } from "../verify/world.ts";
import { healthyMorning, look } from "./morning.ts";

let world: World;
afterEach(() => world.close());

const limits = { tries: 1, deadlineMs: 5_000 };

describe("the first look of a runbook", () => {
  it("reads a number for each of its alerts that has one, whichever the page", async () => {
    world = await healthyMorning();
    for (const page of readdirSync(new URL("../../../../../runbooks", import.meta.url))) {
      const runbook = page.replace(/\.md$/, "");
      const report = await look(world, runbookRoutine(runbook, world.project.definitions), limits);
      const own = world.project.definitions.filter(
        (definition) =>
          definition.runbook === runbook &&
          definition.condition.kind === "threshold" &&
          definition.signal.kind !== "log-measure",
      );
      const told = report.lines.filter(({ check }) => check === "signals").map(({ title }) => title);
      for (const { id } of own)
        expect(
          told.some((title) => title.endsWith(`(${id})`)),
          `${runbook}: ${id}`,
        ).toBe(true);
      expect(
        report.lines.filter(({ verdict }) => verdict === "critical"),
        runbook,
      ).toEqual([]);
    }
  });

  it("turns the line of what is wrong", async () => {
    world = await healthyMorning();
    for (let sent = 0; sent < 25; sent += 1)
      await sendEvent(world, "worker", "event", { level: "error", message: "lost", tags: { service: "worker" } });
    const { lines } = await look(world, runbookRoutine("worker-job-failures", world.project.definitions), limits);
    const line = lines.find(({ title }) => title.includes("worker/high-error-rate"));
    expect(line).toMatchObject({ value: "25 errors, 5 min", limit: "fires above 20 errors", verdict: "critical" });
  });

  it("says what could not be read", async () => {
    world = await healthyMorning();
    await world.stop("datadog");
    const { lines, complete } = await look(world, runbookRoutine("database-load", world.project.definitions), limits);
    expect(complete).toBe(false);
    expect(lines.filter(({ check, verdict }) => check === "signals" && verdict === "unknown").length).toBeGreaterThan(
      0,
    );
  });
});
