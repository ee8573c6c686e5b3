import { patience, type TestScheduleOutcome } from "../../drill/test-schedule.ts";
import { watches } from "../about.ts";
import type { Check, Found } from "../check.ts";

/** What to look at when a schedule makes no job: the four links of the chain, in its order. */
const silentDetails = [
  "Vercel, Cron Jobs: is scan-schedules on, and did it run? (`tocsin check cron-scheduling`)",
  "Its answer in the logs: 401 is the secret, 405 the method, 5xx the code",
  "The function worker_enqueue_job, and constraints of the table jobs",
];

/** `tocsin weekly --create-test-schedule`: the one check that writes. `fire` schedules, waits, and takes all of it away. */
export function testSchedule(fire: () => Promise<TestScheduleOutcome>): Check {
  const title = "A test schedule fires";
  const limit = `a job within ${patience} s`;
  return {
    name: "test-schedule",
    title,
    about: watches("crons"),
    async look(): Promise<Found[]> {
      const outcome = await fire();
      switch (outcome.ended) {
        case "fired": {
          const value = `a job ${outcome.kind} ${outcome.afterSeconds} s after its time; both are taken away again`;
          return [{ title, value, limit, verdict: "ok" }];
        }
        case "silent": {
          const value = `no job ${outcome.afterSeconds} s after its time; it is taken away again`;
          return [{ title, value, limit, verdict: "critical", details: silentDetails }];
        }
        case "interrupted":
          return [{ title, value: "interrupted; it is taken away again", limit, verdict: "unknown" }];
      }
    },
  };
}
