import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { ticksOf } from "../../../src/evaluate/ticks.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compared } from "./compare.ts";
import { watchedByDatadog } from "./datadog.ts";

/*
 * The evaluator against the emulated Datadog, for every definition that becomes a monitor or a synthetic test there: the same
 * signal goes into both, by the public intake into the one, as series into the other. They share no code: one reads the
 * definition, the other the compiled query.
 */
const { definitions, resources, stack } = await loadProject(process.cwd(), "local");
const own = definitions.filter(({ id }) =>
  resources.some(
    ({ vendor, kind, definition }) => vendor === "datadog" && definition === id && kind !== "logs-pipeline",
  ),
);

describe("evaluator and emulated Datadog", () => {
  it.each(own.map((definition) => [definition.id, definition] as const))("agree on %s", async (id, definition) => {
    const { every, window } = ticksOf(definition);
    const step = Math.max(every, Math.ceil(window / 12 / every) * every);
    const count = 180;
    const mine = resources.filter(({ definition: of }) => of === id);
    const { input, states } = await watchedByDatadog(definition, mine, stack, { step, count, seed: id });
    const range = { from: (states[0]?.at ?? 0) - step * 1000, to: states.at(-1)?.at ?? 0 };
    const { vendor, ours } = compared(evaluate(definition, input, range), states);
    expect(ours).toEqual(vendor);
    // Without changes nothing was compared.
    expect(vendor.length).toBeGreaterThan(3);
  });
});
