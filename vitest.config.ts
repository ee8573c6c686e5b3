import { defineConfig } from "vitest/config";
import { gitEnvironment } from "./packages/tocsin/src/shared/git-environment.mjs";

// The tests make repositories of their own; in a hook, git would take these for the one that the hook runs in.
for (const name of Object.keys(process.env)) if (!(name in gitEnvironment())) delete process.env[name];

/** Folders of `test/` that start processes or servers; everything else there is a unit test of pure code. */
const withProcesses = ["engine", "contract", "scenario", "local", "setup"];

/**
 * One project a kind of test, so that the fast ones run first and by themselves. Kinds that start processes get generous
 * limits: they are bounded by what the real engine needs, not by a stopwatch.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: withProcesses.map((folder) => `test/${folder}/**`),
          testTimeout: 20_000,
        },
      },
      ...withProcesses.map((folder) => ({
        test: {
          name: folder,
          include: [`test/${folder}/**/*.test.ts`],
          exclude: ["**/node_modules/**"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Engine runs share the machine's two cores: side by side they only wait for each other.
          fileParallelism: folder !== "engine",
          // Scenarios are many small files that bring their own world: only reading the modules anew would cost time.
          isolate: folder !== "scenario",
        },
      })),
    ],
  },
});
