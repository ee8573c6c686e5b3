import { z } from "zod";
import { gauge, judgedShare } from "../metric.ts";
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
 * The share of failed jobs by kind, over a day and over a week. One failure of two is no rate: failures among fewer jobs than
 * `minimumCount` are told by their number and the total only.
 */
export const jobsOutcomes: Part = {
  name: "jobs-outcomes",
  async ask({ database, minimumCount }, signal) {
    const none = { failed_24h: 0, total_24h: 0, failed_7d: 0, total_7d: 0 };
    const rows = withKnownKinds(await database().rows("jobs_outcomes", row, signal), none);
    const rate = (name: string, failed: number, total: number, kind: string) => {
      const share = judgedShare(failed, total, minimumCount);
      return share === null ? [] : [gauge(`jobs.${name}`, share, { kind })];
    };
    const metrics = rows.flatMap(({ kind, failed_24h, total_24h, failed_7d, total_7d }) => [
      ...rate("failure_rate_pct", failed_24h, total_24h, kind),
      gauge("jobs.failed_24h", failed_24h, { kind }),
      gauge("jobs.total_24h", total_24h, { kind }),
      ...rate("failure_rate_7d_pct", failed_7d, total_7d, kind),
      gauge("jobs.failed_7d", failed_7d, { kind }),
      gauge("jobs.total_7d", total_7d, { kind }),
    ]);
    return { metrics };
  },
};
