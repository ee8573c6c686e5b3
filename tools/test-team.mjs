import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../packages/tocsin/src/shared/failure.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { repository } from "./lib/paths.mjs";
import { programStage, runStages, setUpStage, summary, vitestStage } from "./lib/stages.mjs";
import { ensureSetUp } from "./setup.mjs";

const tocsin = (/** @type {string[]} */ ...args) =>
  programStage(args.slice(0, 1).join(" "), ["tocsin/bin/tocsin.mjs", ...args]);

/** The stack whose addresses the runbook pages show. */
const stack = "local";
const tests = join(repository, "test");
const has = (/** @type {string[]} */ ...path) => existsSync(join(repository, ...path));
const hasTests = () =>
  has("test") &&
  readdirSync(tests, { recursive: true, encoding: "utf8" }).some((file) => /\.test\.[mc]?[jt]s$/.test(file));

/**
 * What the `npm test` of a team's project is, for the alerts of this repository: its definitions, types, alert tests, pages and
 * own tests. Nothing of the tool is tested.
 * @returns {import("./lib/stages.mjs").Stage[]}
 */
const stages = () => [
  setUpStage("set-up", async () => {
    await ensureSetUp({ quiet: true });
    return true;
  }),
  tocsin("lint"),
  programStage("tsc", ["typescript-7/bin/tsc", "-p", "tools/tsconfig.team.json"]),
  ...(has("test", "alerts") ? [tocsin("test")] : []),
  tocsin("runbooks", "--stack", stack),
  ...(has("test", "playbooks.yaml") ? [tocsin("coverage", "--check")] : []),
  ...(hasTests() ? [vitestStage("team", process.env)] : []),
];

await runMain(async () => {
  if (process.argv.length > 2) throw new SetUpError("usage: node tools/test-team.mjs");
  const all = stages();
  const results = await runStages(
    all.map((stage) => [stage]),
    (text) => process.stdout.write(text),
  );
  process.stdout.write(
    summary(
      all.map(({ name }) => name),
      results,
    ),
  );
  return results.every(({ ok }) => ok) ? 0 : 1;
});
