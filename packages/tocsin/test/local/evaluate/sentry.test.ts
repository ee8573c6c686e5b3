import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { ticksOf } from "../../../src/evaluate/ticks.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compared } from "./compare.ts";
import { watchedBySentry } from "./sentry.ts";

/* The evaluator against the emulated Sentry, for every definition that is a monitor or an alert there; see datadog.test.ts. */
const { definitions, resources, stack } = await loadProject(process.cwd(), "local");
const own = definitions.filter(({ signal }) => signal.kind.startsWith("sentry-"));

describe("evaluator and emulated Sentry", () => {
  it.each(own.map((definition) => [definition.id, definition] as const))("agree on %s", async (id, definition) => {
    const { every, window } = ticksOf(definition);
    const step = Math.max(every, Math.ceil(window / 12 / every) * every);
    const mine = resources.filter(({ definition: of }) => of === id);
    const witness = await watchedBySentry(definition, mine, stack, { step, count: 180, seed: id });
    const { input, states, notified } = witness;
    const range = { from: (states[0]?.at ?? 0) - step * 1000, to: states.at(-1)?.at ?? 0 };
    const transitions = evaluate(definition, input, range);
    if (definition.condition.kind === "each-event") {
      const fired = transitions.filter(({ to }) => to === "alert").map(({ at }) => at);
      expect(fired).toEqual(notified.map(({ at }) => at).sort((a, b) => a - b));
      expect(fired.length).toBeGreaterThan(10);
      return;
    }
    const { vendor, ours } = compared(transitions, states);
    expect(ours).toEqual(vendor);
    expect(vendor.length).toBeGreaterThan(3);
  });
});
