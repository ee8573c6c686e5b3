/** A run of the engine whose report does not arrive whole: nothing of it is taken for all of it. */
import type pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { StackOptions } from "../../../src/engine/options.ts";
import { type Run, runOnce } from "../../../src/engine/run.ts";

type Event = pulumi.automation.EngineEvent;

const options = { stack: "staging", action: "tocsin up --stack staging", resources: [], environment: {} };
const opened = { run: "run-1", cleared: null, restored: false };
const at = { sequence: 1, timestamp: 1 };
const metadata = { op: "create" as const, urn: "urn:pulumi:staging::tocsin::datadog:m:M::a", type: "datadog:m:M" };
const created: Event = { ...at, resOutputsEvent: { metadata: { ...metadata, provider: "" } } };
const summary = { maybeCorrupt: false, durationSeconds: 1, resourceChanges: { create: 1 } };
const closed: Event = { ...at, summaryEvent: { ...summary, policyPacks: {} } };

/** A run with these reports, one after the other, and how often it was made. */
function reporting(...reports: readonly (readonly Event[])[]) {
  let runs = 0;
  const action: Run = async (_, { onEvent }) => {
    for (const event of reports[runs] ?? []) onEvent(event);
    runs += 1;
  };
  const run = (noun: string) =>
    runOnce(options as unknown as StackOptions, {} as pulumi.automation.Stack, opened, noun, action);
  return { run, runs: () => runs };
}

it("a report with its summary is the run's", async () => {
  const { run, runs } = reporting([created, closed]);
  expect(await run("Update")).toMatchObject({ changed: true, steps: [{ name: "a", op: "create" }] });
  expect(runs()).toBe(1);
});

it.each([["nothing", []] as const, ["a part", [created]] as const])(
  "where %s of it arrives, a preview is made again, and its first report forgotten",
  async (_, cut) => {
    const { run, runs } = reporting(cut, [closed]);
    expect(await run("Preview")).toMatchObject({ changed: false, steps: [] });
    expect(runs()).toBe(2);
  },
);

it("a preview is given up after the third", async () => {
  const { run, runs } = reporting();
  await expect(run("Preview")).rejects.toMatchObject({
    exitCode: 3,
    message:
      "Preview of stack staging ended, but the engine's report of it did not arrive, so what it found or changed is not known.\nRun `tocsin up --stack staging` again.",
  });
  expect(runs()).toBe(3);
});

it.each(["Update", "Refresh", "Destroy"])("%s, which changes something, is not made again", async (noun) => {
  const { run, runs } = reporting([created]);
  await expect(run(noun)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(`^${noun} of stack staging ended, but`),
  });
  expect(runs()).toBe(1);
});
