/** The quality of alerts, in a project that has nothing at Datadog and no credentials for it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { projectFiles } from "../../../../create-tocsin/src/project-files.ts";
import { choices } from "../../../../create-tocsin/test/choices.ts";
import { qualityOf } from "../../../src/app/quality.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
const folder = mkdtempSync(path.join(tmpdir(), "tocsin-quality-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("asks nobody for mutes, and only says that Sentry's history could not be read", async () => {
  for (const [file, text] of projectFiles(choices(["sentry"]))) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const local = readFileSync(path.join(folder, "Pulumi.local.yaml"), "utf8");
  writeFileSync(path.join(folder, "Pulumi.staging.yaml"), local);
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  for (const name of ["DD_API_KEY", "DD_APP_KEY"]) vi.stubEnv(name, undefined);
  vi.stubEnv("SENTRY_AUTH_TOKEN", "token");
  vi.stubEnv("SENTRY_BASE_URL", "http://127.0.0.1:1/api/");
  const report = await qualityOf(folder, {
    stack: "staging",
    days: 1,
    calls: 10,
    json: true,
  });
  expect(report.complete).toBe(false);
  expect(report.problems.filter((problem) => problem.includes("muted"))).toEqual([]);
});
