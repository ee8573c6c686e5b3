import { afterAll, beforeAll, expect, it } from "vitest";
import { readLiveStack } from "../../../src/drill/live-stack.ts";
import { drillReport, exitCode } from "../../../src/drill/receipt.ts";
import { Stand } from "./stand.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());

it("every definition reaches the highest level of its kind, its message is read in every place, and nothing is left", async () => {
  const report = await stand.drill([]);
  expect(drillReport.parse(report)).toMatchObject({ complete: true, problems: [] });
  const short = report.receipts.filter(({ level, evidence }) => level !== evidence.highest);
  expect(short.map(({ definition, level, reason }) => ({ definition, level, reason }))).toEqual([]);
  expect(report.receipts).toHaveLength(stand.project.definitions.length);
  expect(exitCode(report)).toBe(0);
  for (const { definition, level, evidence } of report.receipts) {
    if (level !== "recovered") continue;
    const { signal, route } = stand.project.definitions.find(({ id }) => id === definition) ?? {};
    const places = route === "alerts-channel" ? 1 : 2;
    const ends = signal?.kind === "sentry-issues" ? 0 : places;
    expect(evidence.messages.filter(({ means }) => means === "alert")).toHaveLength(places);
    expect(evidence.messages.filter(({ means }) => means === "recovery")).toHaveLength(ends);
  }
  // What integrations measure, and a table of 20 GiB: everything else that the probe tells was so at the vendor that it asks.
  const pushed = report.receipts.filter(({ evidence }) => evidence.how === "synthetic");
  expect(pushed.map(({ definition }) => definition)).toEqual([
    "database/disk",
    "database/down",
    "database/high-cpu",
    "database/table-size",
  ]);
  const after = await readLiveStack(stand.project.resources, stand.connections, "local");
  expect(after.findings).toEqual([]);
});
