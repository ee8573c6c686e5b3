import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { projectFiles, workflowOf } from "../../../../create-tocsin/src/project-files.ts";
import { choices } from "../../../../create-tocsin/test/choices.ts";
import { judge } from "../support/judge.ts";

const command = judge("actionlint");

test.runIf(command !== null).each(["npm", "pnpm", "yarn", "bun"] as const)(
  "the checker of workflows finds nothing wrong with the one of a created project: %s",
  (manager) => {
    const workflow = projectFiles(choices(["datadog", "sentry"], manager)).get(".github/workflows/alerts.yml");
    const { stdout, stderr } = spawnSync(command ?? "", ["-no-color", "-"], { input: workflow, encoding: "utf8" });
    expect(stdout + stderr).toBe("");
  },
);

test.runIf(command !== null)("nor with the one that calls this repository's, once there is a release", () => {
  const workflow = workflowOf(choices(["datadog", "sentry"]), "acme/tocsin/.github/workflows/project.yml@v1.0.0");
  const { stdout, stderr } = spawnSync(command ?? "", ["-no-color", "-"], { input: workflow, encoding: "utf8" });
  expect(stdout + stderr).toBe("");
});
