import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { judge } from "../support/judge.ts";

const folder = path.resolve(import.meta.dirname, "../../../../../.github/workflows");
const command = judge("actionlint");

/** What the checker says of a workflow; empty when nothing is wrong. */
function said(content: string): string {
  const { stdout, stderr, error } = spawnSync(command ?? "", ["-no-color", "-"], { input: content, encoding: "utf8" });
  expect(error).toBeUndefined();
  return stdout + stderr;
}

test.runIf(command !== null)("the checker of workflows finds nothing wrong with ours", () => {
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(said(readFileSync(path.join(folder, file), "utf8")), file).toBe("");
});

test.runIf(command !== null)("it does see what is wrong", () => {
  const workflow = readFileSync(path.join(folder, "deploy.yml"), "utf8");
  expect(said(workflow.replace("needs: staging", "needs: stagign"))).toContain("stagign");
  expect(said(workflow.replace("inputs.break-glass != ''", "inputs.broken != ''"))).toContain("broken");
});
