import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { largeEstate, perService, services } from "./large-estate.ts";
import { type Measured, measure } from "./measure.ts";

/*
 * One stack of many definitions over 20 services, on the real engine and the emulated vendors, by the commands that people type.
 * Each size is twice the one before; growth is that of processor time, which other work on the machine changes least.
 * Run: npm run bench scale; TOCSIN_BENCH_SIZES=40,80 for other sizes
 */
// The engine writes the whole state again after each step where that is a file or a bucket: a first rollout then grows with the square of
// its size (1,250 definitions did not end within seven minutes). Without that all is linear; what a kill leaves is then not in the
// state. TOCSIN_BENCH_CHECKPOINTS=1 measures with it, as `up` works.
const checkpoints =
  process.env.TOCSIN_BENCH_CHECKPOINTS === "1" ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
const given = (process.env.TOCSIN_BENCH_SIZES ?? "1250,2500,5000").split(",").map(Number);
const root = process.cwd();
const tool = path.join(root, "packages/tocsin/bin/tocsin.mjs");

/** Twice the definitions may take so many times the processor time: linear is 2, and starting a command takes the same at each size. */
const budget = 2.3;

/** What the same commands take at each size. */
const all = new Map<string, Measured[]>();

for (const count of given) {
  const project = mkdtempSync(path.join(tmpdir(), "tocsin-scale-"));
  const env = {
    ...process.env,
    TOCSIN_LOCAL_DIR: path.join(project, ".local"),
    NO_COLOR: "1",
    CI: "1",
    ...checkpoints,
  };
  const run = (what: string, args: readonly string[], expected: readonly number[] = [0]) => {
    const measured = measure([process.execPath, tool, ...args], { cwd: project, env, expected });
    all.set(what, [...(all.get(what) ?? []), measured]);
    const [seconds, cpu] = [measured.seconds, measured.cpu].map((one) => one.toFixed(1).padStart(7));
    const whole = measured.code === 3 ? "   incomplete: not everything could be read" : "";
    console.log(`  ${what.padEnd(32)} ${seconds} s  ${cpu} s of processor time${whole}`);
    return measured.output;
  };
  try {
    const write = (thresholds: (n: number) => number) => {
      for (const [file, text] of largeEstate(count, thresholds)) {
        mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
        writeFileSync(path.join(project, file), text);
      }
    };
    symlinkSync(path.join(root, "node_modules"), path.join(project, "node_modules"));
    cpSync(path.join(root, "packages/tocsin/test/projects/harbor/infra"), path.join(project, "infra"), {
      recursive: true,
    });
    cpSync(path.join(root, "packages/tocsin/test/projects/harbor/Pulumi.yaml"), path.join(project, "Pulumi.yaml"));
    write(() => 50);
    console.log(`\n${count} definitions, ${services} services of ${perService(count)}`);
    run("lint", ["lint", "--stack", "local"], [0, 1]);
    writeFileSync(path.join(project, "base.json"), run("compile --json", ["compile", "--stack", "local", "--json"]));
    run("up (all new)", ["local", "up"]);
    run("preview (unchanged)", ["preview", "--stack", "local", "--expect-no-changes"]);
    run("up (unchanged)", ["up", "--stack", "local", "--yes"]);
    // 3: something could not be read in time. Its time is no time of a verify then, and says so.
    run("verify", ["verify", "--stack", "local"], [0, 1, 3]);
    run("report", ["report", "--stack", "local", "--out", "report.html"], [0, 1, 3]);
    write((n) => (n % 10 === 0 ? 80 : 50));
    run(
      "review (a tenth changed)",
      ["review", "--base-json", "base.json", "--no-backtest", "--stack", "local"],
      [0, 1],
    );
    run("up (a tenth changed)", ["up", "--stack", "local", "--yes"]);
    console.log(`  state: ${(stateBytes(project) / 1e6).toFixed(1)} MB`);
  } finally {
    measure([process.execPath, tool, "local", "down"], { cwd: project, env, expected: [0, 1, 2, 3] });
    rmSync(project, { recursive: true, force: true });
  }
}

const cells = (values: readonly string[]) => values.map((one) => one.padStart(9)).join("");
console.log(
  `\n${"processor time in s, growth".padEnd(28)}${cells([...given.map(String), ...given.slice(1).map(() => "x")])}`,
);
for (const [what, measured] of all) {
  const growth = measured.slice(1).map(({ cpu }, n) => {
    const factor = (given[n + 1] ?? 1) / (given[n] ?? 1);
    return (cpu / (measured[n]?.cpu ?? 1)) * (2 / factor);
  });
  const times = measured.map(({ cpu, code }) => `${cpu.toFixed(1)}${code === 3 ? "!" : ""}`);
  const verdict = measured.some(({ code }) => code === 3)
    ? "incomplete"
    : growth.some((one) => one > budget)
      ? "OVER"
      : "within";
  console.log(
    `  ${what.padEnd(26)}${cells([...times, ...growth.map((one) => one.toFixed(2))])}   budget ${budget} (${verdict})`,
  );
}

function stateBytes(project: string): number {
  const folder = path.join(project, ".local");
  try {
    return readFileSync(path.join(folder, "state/.pulumi/stacks/harbor-watch/local.json")).length;
  } catch {
    return Number.NaN;
  }
}
