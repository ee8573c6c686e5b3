import { expect, it } from "vitest";
import { startWorld } from "./world.ts";

it("finds nothing on a stack whose app lives, neither at once nor after a day, and then has nothing left to wait for", async () => {
  const world = await startWorld({ lives: true });
  try {
    const fresh = await world.verify();
    expect([fresh.complete, fresh.findings]).toEqual([true, []]);
    // Only the checks have no past: Datadog makes their first runs from now on.
    expect(new Set(fresh.pending.map(({ kind }) => kind))).toEqual(new Set(["synthetics-test"]));
    for (const minutes of [11, 60, 24 * 60]) {
      await world.pass(minutes);
      const report = await world.verify();
      expect([minutes, report.complete, report.findings, report.pending]).toEqual([minutes, true, [], []]);
    }
  } finally {
    await world.close();
  }
});
