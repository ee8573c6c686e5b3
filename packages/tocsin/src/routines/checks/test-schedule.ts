import { patience, type TestScheduleOutcome } from "../../drill/test-schedule.ts";
import { declaresCrons } from "../../model/signals/facts.ts";
import type { TestSchedule } from "../../model/test-schedule.ts";
import type { Check, Found } from "../../vendors/routine-check.ts";

/** `tocsin weekly --create-test-schedule`: the one check that writes. `fire` schedules, waits, and takes all of it away. */
export function testSchedule(
  { makes: { what }, silent }: Pick<TestSchedule, "makes" | "silent">,
  fire: () => Promise<TestScheduleOutcome>,
): Check {
  const title = "A test schedule fires";
  const limit = `a ${what} within ${patience} s`;
  return {
    name: "test-schedule",
    title,
    about: ({ signal }) => declaresCrons(signal),
    async look(): Promise<Found[]> {
      const outcome = await fire();
      switch (outcome.ended) {
        case "fired": {
          const value = `a ${outcome.made} ${outcome.afterSeconds} s after its time; both are taken away again`;
          return [{ title, value, limit, verdict: "ok" }];
        }
        case "silent": {
          const value = `no ${what} ${outcome.afterSeconds} s after its time; it is taken away again`;
          return [{ title, value, limit, verdict: "critical", details: silent }];
        }
        case "interrupted":
          return [{ title, value: "interrupted; it is taken away again", limit, verdict: "unknown" }];
      }
    },
  };
}
