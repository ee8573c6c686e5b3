import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { planDrill, planned } from "../../src/drill/plan.ts";
import { conflicts, type Planned, schedule } from "../../src/drill/schedule.ts";
import type { Project } from "../../src/model/project.ts";
import { loadProject } from "../../src/project/project.ts";
import { definition, threshold } from "../support/definitions.ts";

/** A log alert on some of eight phrases, fired by lines with those phrases. */
const phrases = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"];
const source = { kind: "vercel", service: "shop" } as const;

function planOf(n: number, chosen: readonly string[], seconds: number): Planned {
  const own = definition({
    id: `shop/alert-${n}`,
    signal: { kind: "log-count", source, filter: { phrases: chosen } },
    condition: threshold(),
  });
  const lines = chosen.map((message) => ({
    source,
    request: 0,
    message,
    path: null,
    status: null,
    functions: true,
    numbers: {},
  }));
  return { definition: own, injection: { kind: "logs", lines, grows: false }, seconds };
}

const plans = fc
  .array(fc.tuple(fc.subarray(phrases, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 5000 })), {
    maxLength: 25,
  })
  .map((all) => all.map(([chosen, seconds], n) => planOf(n, chosen, seconds)));

describe("a schedule", () => {
  it("never runs two at once that share a signal, and runs every one exactly once", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const shared = conflicts(all);
        const { starts } = schedule(all);
        expect(starts.map(({ id }) => id).sort()).toEqual(all.map((plan) => plan.definition.id as string).sort());
        for (const a of starts) {
          for (const b of starts) {
            if (a === b || !shared.get(a.id)?.has(b.id)) continue;
            expect(a.at + a.seconds <= b.at || b.at + b.seconds <= a.at).toBe(true);
          }
        }
      }),
    );
  });

  it("is as long as its chain, in which each waits for the one before", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const shared = conflicts(all);
        const { starts, chain, seconds } = schedule(all);
        const of = (id: string) => starts.find((start) => start.id === id);
        const total = chain.reduce((sum, id) => sum + (of(id)?.seconds ?? 0), 0);
        expect(total).toBe(seconds);
        for (const [n, id] of chain.slice(1).entries()) expect(shared.get(id)?.has(chain[n] ?? "")).toBe(true);
      }),
    );
  });

  it("shares in both directions or in none", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const shared = conflicts(all);
        for (const [id, others] of shared) for (const other of others) expect(shared.get(other)?.has(id)).toBe(true);
      }),
    );
  });

  it("of nothing is empty", () => {
    expect(schedule([])).toEqual({ starts: [], chain: [], seconds: 0 });
  });
});

describe("the playbooks' definitions", () => {
  let project: Project;
  beforeAll(async () => {
    project = await loadProject(process.cwd(), "local");
  });

  it("run at once, except where one's signal is another's", () => {
    const shared = conflicts(planned(planDrill(project, "emulated")));
    expect([...(shared.get("web-api/5xx-rate") ?? [])].sort()).toEqual([
      "billing/webhook-handler-errors",
      "cron/cliply-definitions-lost",
      "cron/scan-schedules-errors",
      "cron/scan-schedules-missed",
      "cron/switched-off",
      "publishing/schedules-late",
      "publishing/schedules-overdue",
      "publishing/schedules-without-job",
    ]);
    expect([...(shared.get("tips/orphaned-photos") ?? [])]).toEqual(["tips/cleanup-photos-not-completed"]);
    expect([...(shared.get("database/high-cpu") ?? [])]).toEqual([]);
  });

  it("take little longer than the longest window of one", () => {
    const all = planned(planDrill(project, "emulated"));
    const { seconds, chain } = schedule(all);
    expect(seconds).toBeLessThan(26 * 3600);
    expect(chain.length).toBeGreaterThan(0);
  });
});

it("drills a composite at another time than its parts, and than what moves them", () => {
  const [part, same, other] = [planOf(1, ["aa"], 100), planOf(2, ["aa"], 100), planOf(3, ["bb"], 100)] as const;
  const whole: Planned = {
    definition: definition({
      id: "shop/both",
      signal: { kind: "composite", all: ["shop/alert-3"], unless: ["shop/alert-1"] },
      condition: { kind: "as-stated" },
    }),
    injection: { kind: "inverted", what: "monitor", why: "it is made of others" },
    seconds: 100,
  };
  const own = [...(conflicts([whole, part, same, other, planOf(4, ["cc"], 100)]).get("shop/both") ?? [])];
  expect(own.toSorted()).toEqual(["shop/alert-1", "shop/alert-2", "shop/alert-3"]);
});
