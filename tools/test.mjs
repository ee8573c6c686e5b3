import { progress } from "../packages/tocsin/src/engine/install/progress.mjs";
import { isSetUpError, SetUpError } from "../packages/tocsin/src/shared/failure.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { programStage, runStages, setUpStage, summary, vitestStage } from "./lib/stages.mjs";
import { ensureSetUp } from "./setup.mjs";

/** In CI nothing may be left out because something is missing. */
const isCi = ["1", "true"].includes(process.env.CI ?? "");

/**
 * Gets what the slower tests need. What is missing is told to them in `TOCSIN_JUDGES_MISSING` (names, by comma): they leave
 * out what it judges. `TOCSIN_STRIPE_MOCK`, `TOCSIN_ACTIONLINT`, `TOCSIN_DOVECOT`, `TOCSIN_PROMTOOL` and `TOCSIN_POSTGRES`
 * are paths of programs that judge.
 * @param {NodeJS.ProcessEnv} env completed
 * @returns {Promise<boolean>} whether the run may go on
 */
async function getJudges(env) {
  /** @type {{name: string, reason: string}[]} */
  const missing = [];
  await ensureSetUp({ quiet: true });
  await ensureSetUp({ quiet: true, engine: true }).catch((error) => {
    if (!isSetUpError(error)) throw error;
    missing.push({ name: "engine", reason: error.message });
  });
  const { judges } = await ensureSetUp({ quiet: true, tests: true });
  missing.push(...(judges?.missing ?? []));
  for (const { name, reason } of missing)
    progress(`${isCi ? "missing" : "left out, because it is missing"}: ${name}: ${reason}`);
  env.TOCSIN_JUDGES_MISSING = missing.map(({ name }) => name).join(",");
  for (const [name, path] of Object.entries(judges?.programs ?? {}))
    env[`TOCSIN_${name.toUpperCase().replaceAll("-", "_")}`] = path;
  return missing.length === 0 || !isCi;
}

const packages = setUpStage("set-up", async () => {
  await ensureSetUp({ quiet: true });
  return true;
});

/**
 * The stages of a whole run, the fast ones first. Those of a group run side by side: each alone would leave one of two cores
 * idle. The stages alone in their group use all cores by themselves.
 * @returns {(import("./lib/stages.mjs").Stage | import("./lib/stages.mjs").Stage[])[][]}
 */
function allStages() {
  const env = { ...process.env };
  const tests = (/** @type {string[]} */ ...names) => names.map((name) => vitestStage(name, env));
  return [
    [packages],
    [
      programStage("biome", ["@biomejs/biome/bin/biome", "check"]),
      programStage("knip", ["knip/bin/knip.js", "--no-progress"]),
      programStage("tsc", ["typescript-7/bin/tsc", "-p", "."]),
      ...tests("unit"),
      // Downloaded while the others work.
      setUpStage("judges", () => getJudges(env)),
    ],
    [
      // Apart from the rest, because it needs the types of the judges' packages.
      programStage("tsc-judge", ["typescript-7/bin/tsc", "-p", "packages/tocsin/test/contract"]),
      ...tests("team", "setup", "node-versions"),
    ],
    // The package managers are waited for more than they work: the others go on meanwhile.
    [...tests("packages"), tests("contract", "local", "scenario")],
    tests("engine"),
  ];
}

/** `npm test`: every check; `npm run test:unit`: the fast tests only. */
await runMain(async () => {
  const [kind, ...rest] = process.argv.slice(2);
  if ((kind !== undefined && kind !== "unit") || rest.length > 0) {
    throw new SetUpError("usage: node tools/test.mjs [unit]. For some files: npx vitest run <path>");
  }
  const stages = kind === "unit" ? [[packages], [vitestStage("unit", process.env)]] : allStages();
  const results = await runStages(stages, (text) => process.stdout.write(text));
  process.stdout.write(
    summary(
      stages.flat(2).map(({ name }) => name),
      results,
    ),
  );
  return results.every(({ ok }) => ok) ? 0 : 1;
});
