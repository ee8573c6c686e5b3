import { expect, it } from "vitest";
import { compileGrok, parseWithGrok } from "../../../../emulators/src/datadog/intake/grok.ts";
import { loadProject } from "../../../src/project/project.ts";

const root = new URL("../../../../..", import.meta.url).pathname;

it("reads the number of deleted records also where the line begins with something else", async () => {
  const { definitions } = await loadProject(root, "local");
  const signal = definitions.find(({ id }) => id === "tips/orphaned-photos")?.signal;
  if (signal?.kind !== "log-measure" || signal.parse === undefined) throw new Error("it is no measure of log lines");
  const rules = compileGrok(signal.parse.rule);
  for (const line of [
    "[cleanup-photos] Deleted 12 orphaned records",
    "2026-11-21 info: [cleanup-photos] Deleted 12 orphaned records",
  ]) {
    expect(parseWithGrok(rules, line)?.get("cleanup.deleted"), line).toBe(12);
  }
});
