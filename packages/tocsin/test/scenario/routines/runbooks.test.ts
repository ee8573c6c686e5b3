import { readdirSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { worstFirst } from "../../../src/routines/order.ts";
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

  it("asks first for a deployment in the last ten minutes, and says yes where there was one", async () => {
    world = await healthyMorning();
    const asked = async () => {
      const { lines } = await look(world, runbookRoutine("api-error-spike", world.project.definitions), limits);
      const [line] = worstFirst(lines).filter(({ title }) => title === "Deployment in the last 10 minutes: tips");
      return { line: [line?.value, line?.verdict], first: worstFirst(lines)[0]?.title };
    };
    world.context.clock.shift(3 * 3_600_000);
    expect((await asked()).line).toEqual([expect.stringMatching(/^no, the last one was \d h ago$/), "ok"]);
    const body = { name: "tips", project: "prj_tips", target: "production", files: [{ file: "a.txt", data: "" }] };
    await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", body);
    expect(await asked()).toEqual({
      line: ["yes, 0 min ago: roll back first, ask later", "attention"],
      first: "Deployment in the last 10 minutes: tips",
    });
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

  it("shows the numbers of one vendor's alerts while another vendor is down", async () => {
    world = await healthyMorning();
    await world.stop("datadog");
    const { lines } = await look(world, runbookRoutine("api-error-spike", world.project.definitions), limits);
    const told = lines
      .filter(({ check, verdict }) => check === "signals" && verdict === "ok")
      .map(({ title }) => title);
    expect(told).toContain("High error rate (web API) (web-api/high-error-rate)");
  });
});
