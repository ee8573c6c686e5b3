import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { ticksOf } from "../../../src/evaluate/ticks.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compared } from "./compare.ts";
import { type Witness, watchedByDatadog } from "./datadog.ts";
import { watchedBySentry } from "./sentry.ts";

/*
 * Faults planted in the evaluator, one at a time: what the emulated vendors saw must tell each of them. A fault is a change of
 * the evaluator's source text, built anew; a text that is no longer there fails the test, so that no fault is planted in vain.
 */
const faults: { what: string; file: string; from: string; to: string }[] = [
  {
    what: "a value that equals the threshold fires",
    file: "rules.ts",
    from: "isBeyond(condition, value, limit)",
    to: "isBeyond({ ...condition, inclusive: true }, value, limit)",
  },
  {
    what: "the recovery is ignored",
    file: "rules.ts",
    from: '=== "alert" && beyond(value, recovery)',
    to: '=== "alert" && false',
  },
  {
    what: "Sentry's condition that ends an alert is the threshold itself",
    file: "rules.ts",
    from: "recovery ?? warningRecovery ?? warning ?? critical",
    to: "critical",
  },
  { what: "lost data counts as fine", file: "rules.ts", from: 'notify: "no-data"', to: 'notify: "ok"' },
  {
    what: "metrics are looked at without their delay",
    file: "ticks.ts",
    from: "Math.ceil(delayOf(signal) / 60)",
    to: "0 * Math.ceil(delayOf(signal) / 60)",
  },
  {
    what: "the window is a minute too long",
    file: "values.ts",
    from: "Math.round(window / 60)",
    to: "Math.round(window / 60) + 1",
  },
  {
    what: "a share is taken of any number of requests",
    file: "values.ts",
    from: "if (all < minimum) return 0;",
    to: "",
  },
  { what: "a comparison is no percentage", file: "values.ts", from: "/ earlier) * 100", to: "/ earlier) * 1" },
  {
    what: "one bad point is enough",
    file: "metric.ts",
    from: '(comparison === "above") ? "min" : "max"',
    to: '(comparison === "above") ? "max" : "min"',
  },
  {
    what: "several series are averaged instead of added",
    file: "metric.ts",
    from: 'how === "avg" ? sum() / here.length : sum()',
    to: "sum() / here.length",
  },
  {
    what: "the average is a total",
    file: "metric.ts",
    from: 'over === "average") return "avg"',
    to: 'over === "average") return "sum"',
  },
  {
    what: "a percentile is taken of too many samples",
    file: "values.ts",
    from: "* (inside.length - 1)",
    to: "* (inside.length - 2)",
  },
  { what: "nothing is throttled", file: "events.ts", from: "at - last <= throttleMs", to: "at - last < 0" },
  { what: "one failure is enough", file: "runs.ts", from: "condition.failures - 0.5", to: "condition.failures - 1.5" },
  {
    what: "all groups are one",
    file: "groups.ts",
    from: "if (keys.length === 0) return everything;",
    to: "if (keys.length >= 0) return everything;",
  },
];

type Evaluate = typeof evaluate;
const folder = mkdtempSync(join(tmpdir(), "tocsin-faults-"));
const room = join(process.cwd(), "packages/tocsin/src/evaluate");
const seen: { definition: Definition; witness: Witness & { notified?: { at: number }[] } }[] = [];

beforeAll(async () => {
  const { definitions, resources, stack } = await loadProject(process.cwd(), "local");
  for (const definition of definitions) {
    const mine = resources.filter(({ definition: of }) => of === definition.id);
    const { every, window } = ticksOf(definition);
    const how = { step: Math.max(every, Math.ceil(window / 12 / every) * every), count: 120, seed: definition.id };
    const vendor = mine.find(({ kind }) => kind !== "logs-pipeline")?.vendor;
    if (vendor === "sentry") seen.push({ definition, witness: await watchedBySentry(definition, mine, stack, how) });
    if (vendor === "datadog") seen.push({ definition, witness: await watchedByDatadog(definition, mine, stack, how) });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The definitions of which an evaluator says something else than their vendor. */
function disagreements(other: Evaluate): string[] {
  return seen
    .filter(({ definition, witness: { input, states, notified } }) => {
      const step = (states[1]?.at ?? 0) - (states[0]?.at ?? 0);
      const range = { from: (states[0]?.at ?? 0) - step, to: states.at(-1)?.at ?? 0 };
      const transitions = other(definition, input, range);
      if (definition.condition.kind === "each-event") {
        const fired = transitions.filter(({ to }) => to === "alert").map(({ at }) => at);
        return JSON.stringify(fired) !== JSON.stringify((notified ?? []).map(({ at }) => at).sort((a, b) => a - b));
      }
      const { vendor, ours } = compared(transitions, states);
      return JSON.stringify(vendor) !== JSON.stringify(ours);
    })
    .map(({ definition }) => definition.id);
}

/** The evaluator with a fault in it. */
async function faulty({ file, from, to }: (typeof faults)[number], name: string): Promise<Evaluate> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(room, "evaluate.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
    logLevel: "silent",
    plugins: [
      {
        name: "fault",
        setup: ({ onLoad }) =>
          onLoad({ filter: /src.evaluate.\w+\.ts$/ }, ({ path }) => {
            const text = readFileSync(path, "utf8");
            return { loader: "ts", contents: path === join(room, file) ? text.replace(from, () => to) : text };
          }),
      },
    ],
  });
  const loaded: { evaluate: Evaluate } = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  return loaded.evaluate;
}

describe("faults in the evaluator", () => {
  it("are not there, says every vendor", () => {
    expect(seen.length).toBeGreaterThan(60);
    expect(disagreements(evaluate)).toEqual([]);
  });

  it.each(faults.map((fault, i) => [fault.what, fault, i] as const))("are noticed: %s", async (_, fault, i) => {
    expect(readFileSync(join(room, fault.file), "utf8").split(fault.from)).toHaveLength(2);
    expect(disagreements(await faulty(fault, `fault-${i}`))).not.toEqual([]);
  });
});
