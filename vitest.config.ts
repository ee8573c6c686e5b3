import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { gitEnvironment } from "./packages/tocsin/src/shared/git-environment.mjs";

// The tests make repositories of their own; in a hook, git would take these for the one that the hook runs in.
for (const name of Object.keys(process.env)) if (!(name in gitEnvironment())) delete process.env[name];

/** Folders of a package's tests that start processes or servers; every other test is a unit test of pure code. */
const withProcesses = ["engine", "contract", "scenario", "local", "setup", "packages", "node-versions"];

/** Kinds whose files bring a world of their own each. The others install and build: `npm test` runs two such kinds at once. */
const sideBySide = new Set(["local", "scenario", "engine"]);

/** How many files more than there are cores run at once, of kinds that wait a part of their time. */
const moreThanCores: Record<string, number> = { scenario: 1, engine: 2 };

/** Kinds whose files share the modules that they read. */
const manySmall = new Set(["scenario", "local", "contract", "engine"]);

/**
 * Most of a test's code runs a few times: collecting garbage and optimizing beside it needs a fifth of the processor time, on
 * cores that other tests want. Later versions of Node know no such budget.
 */
const execArgv = [
  "--single-threaded-gc",
  ...(process.versions.node.startsWith("20.") ? ["--interrupt-budget=1000000"] : []),
];

/** The engine is a Go program: in runs as short as a test's it spends a twentieth of its work on memory that it never needs again. */
const engineSettings = { GOGC: "400" };

/** Files that take longest, the longest first: what begins last is waited for alone, and its size does not tell how long it takes. */
const longest = [
  ...["engine/local/kill-probe", "engine/readme", "engine/local/gate", "engine/stock/gate"],
  ...["engine/local/probe-restored", "engine/local/import"],
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rank = ({ moduleId, project }: (typeof files)[number]) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return projects.indexOf(project.name) * 100 + (place === -1 ? longest.length : place);
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

/** Builds what is started as it is built: pure code has no use for it, and waits for nothing. */
const built = "tools/vitest-setup.mjs";

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

/** Tests run what is in the sources, not what was built from them (tsconfig.json has the same for the compiler). */
const alias = [
  { find: /^tocsin$/, replacement: source("tocsin/src/index.ts") },
  { find: /^tocsin\/pulumi$/, replacement: source("tocsin/src/pulumi/index.ts") },
  { find: /^tocsin\/policy$/, replacement: source("tocsin/src/policy/index.ts") },
  { find: /^tocsin\/testing$/, replacement: source("tocsin/src/testing/index.ts") },
  { find: /^tocsin\/internal\/provider$/, replacement: source("tocsin/src/providers/server/index.ts") },
  { find: /^create-tocsin$/, replacement: source("create-tocsin/src/index.ts") },
  { find: /^tocsin-probe$/, replacement: source("probe/src/index.ts") },
  { find: /^@pulumi\/sentry$/, replacement: source("pulumi-sentry/src/index.ts") },
];

/** Where tests of a kind are; the emulators' and the fake providers' all start servers. */
const foldersOf = (kind: string) => [
  `{packages/*,tools}/test/${kind}/**/*.test.ts`,
  ...(kind === "local" ? ["packages/{emulators,fake-providers}/test/**/*.test.ts"] : []),
];

/**
 * One project a kind of test, so that the fast ones run first and by themselves. Kinds that start processes get generous
 * limits: they are bounded by what the real engine needs, not by a stopwatch.
 */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself: of two, that is every second one. It has little to do while tests run.
    maxWorkers: Math.max(availableParallelism() - 1, 2),
    // What was compiled once is read by every stage and by the next run, as long as the file is the same.
    experimental: { fsModuleCache: true, fsModuleCachePath: ".local/vitest" },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          execArgv,
          include: ["{packages/*,tools}/test/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...withProcesses.flatMap(foldersOf)],
          // A busy machine may be ten times slower; a test that hangs is found nevertheless.
          testTimeout: 120_000,
          // Pure code: reading it anew for each file is what takes longest.
          isolate: false,
        },
      },
      // The team's own tests take the tool by its name, as it is installed.
      {
        test: {
          name: "team",
          execArgv,
          include: ["test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: built,
        },
      },
      ...withProcesses.map((kind) => ({
        resolve: { alias },
        test: {
          name: kind,
          execArgv,
          include: foldersOf(kind),
          exclude: ["**/node_modules/**"],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: sideBySide.has(kind),
          // Processes that wait for each other and for clocks: more files than there are cores keep these busy.
          ...(kind in moreThanCores && { maxWorkers: availableParallelism() + (moreThanCores[kind] ?? 0) }),
          ...(kind === "engine" && { env: engineSettings }),
          // Many small files that bring their own world: only reading the modules anew would cost time.
          isolate: !manySmall.has(kind),
          globalSetup: [built, ...(kind === "packages" ? ["tools/test/packages/pack-once.ts"] : [])],
        },
      })),
    ],
  },
});
