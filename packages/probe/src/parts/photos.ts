import { z } from "zod";
import { percent, tipsGauge } from "../metric.ts";
import type { Part } from "../part.ts";

const row = z.object({ stuck: z.number(), orphaned: z.number(), ready: z.number() });

/**
 * Photos of the second service: uploads that are stuck, beside the successful ones of a day, and what is
 * to be cleaned up. Where fewer than `minimumCount` photos are seen and some of them are stuck, no ratio is told.
 */
export const photos: Part = {
  name: "photos",
  async ask({ database, minimumCount }, signal) {
    const rows = await database().rows("photos", row, signal);
    const metrics = rows.flatMap(({ stuck, orphaned, ready }) => {
      const isJudged = stuck === 0 || stuck + ready >= minimumCount;
      return [
        tipsGauge("photos.stuck", stuck),
        tipsGauge("photos.orphaned", orphaned),
        tipsGauge("photos.ready_24h", ready),
        ...(isJudged ? [tipsGauge("photos.stuck_ratio_pct", percent(stuck, ready))] : []),
      ];
    });
    return { metrics };
  },
};
