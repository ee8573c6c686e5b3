import { z } from "zod";
import { gauge, percent } from "../metric.ts";
import type { Part } from "../part.ts";
import { withKnownKinds } from "./kinds.ts";

const row = z.object({
  kind: z.string(),
  failed_24h: z.number(),
  total_24h: z.number(),
  failed_7d: z.number(),
  total_7d: z.number(),
});

/**
 * The share of failed jobs by kind, over a day and over a week. Fewer jobs than `minimumCount` make a rate of 0: one failure
 * of two is no rate, and a value must come all the same, or an alert would stay as it last was.
 */
export const jobsOutcomes: Part = {
  name: "jobs-outcomes",
  async ask({ database, minimumCount }, signal) {
    const none = { failed_24h: 0, total_24h: 0, failed_7d: 0, total_7d: 0 };
    const rows = withKnownKinds(await database().rows("jobs_outcomes", row, signal), none);
    const rate = (failed: number, total: number) => (total < minimumCount ? 0 : percent(failed, total));
    const metrics = rows.flatMap(({ kind, failed_24h, total_24h, failed_7d, total_7d }) => [
      gauge("jobs.failure_rate_pct", rate(failed_24h, total_24h), { kind }),
      gauge("jobs.failed_24h", failed_24h, { kind }),
      gauge("jobs.total_24h", total_24h, { kind }),
      gauge("jobs.failure_rate_7d_pct", rate(failed_7d, total_7d), { kind }),
      gauge("jobs.failed_7d", failed_7d, { kind }),
      gauge("jobs.total_7d", total_7d, { kind }),
    ]);
    return { metrics };
  },
};
