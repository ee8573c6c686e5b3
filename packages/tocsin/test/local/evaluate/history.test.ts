import { describe, expect, it } from "vitest";
import { listen } from "../../../../emulators/src/listen.ts";
import { clientsOf } from "../../../src/app/history/clients.ts";
import { collectHistory } from "../../../src/app/history/collect.ts";
import { backtest } from "../../../src/evaluate/backtest.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { ticksOf } from "../../../src/evaluate/ticks.ts";
import { loadProject } from "../../../src/project/project.ts";
import { watchedByDatadog } from "./datadog.ts";
import { watchedBySentry } from "./sentry.ts";

/*
 * What a backtest reads back from a vendor gives the same transitions as the signal that went in: for every definition whose
 * history can be had by the minute. The emulated vendors keep logs for two days and metrics for eight, so longer windows are
 * left to the other tests.
 */
const { definitions, resources, stack } = await loadProject(process.cwd(), "local");
const own = definitions.filter(
  ({ signal, condition }) =>
    condition.kind === "threshold" && condition.window <= 7200 && signal.kind !== "sentry-spans",
);

describe("history read from the emulated vendors", () => {
  it.each(own.map((definition) => [definition.id, definition] as const))("is what %s saw", async (id, definition) => {
    const { every, window } = ticksOf(definition);
    const step = Math.max(every, Math.ceil(window / 12 / every) * every);
    const mine = resources.filter(({ definition: of }) => of === id);
    const how = { step, count: 100, seed: `history of ${id}` };
    const sentry = definition.signal.kind.startsWith("sentry-");
    const watched = await (sentry ? watchedBySentry : watchedByDatadog)(definition, mine, stack, how);
    const { context, app } = watched.vendor;
    const server = await listen(app);
    const range = { from: (watched.states[0]?.at ?? 0) - step * 1000, to: watched.states.at(-1)?.at ?? 0 };
    const collected = await collectHistory([definition], {
      stack,
      clients: clientsOf({
        datadog: { url: server.url, ...context.tokens.datadog },
        sentry: { url: server.url, token: context.tokens.sentry.token },
      }),
      range,
      now: range.to,
      budget: 1000,
      folder: null,
      aheadMs: context.clock.offsetMs,
      progress: () => {},
    });
    await server.close();
    const history = collected.get(id);
    if (history?.kind !== "read") throw new Error(history?.reason ?? "nothing was read");
    expect(history).toMatchObject({ problems: [], resolution: 60 });
    const told = (input: Parameters<typeof evaluate>[1]) =>
      evaluate(definition, input, range).map(({ at, group, to }) => `${(at - range.from) / 60_000} ${to} ${group}`);
    expect(told(history.input)).toEqual(told(watched.input));
    expect(backtest(definition, history.input, range)).toMatchObject({ kind: "evaluated" });
  });
});
