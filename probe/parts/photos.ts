import { z } from "zod";
import { percent, tipsGauge } from "../metric.ts";
import type { Part } from "../part.ts";

const row = z.object({ stuck: z.number(), orphaned: z.number(), ready: z.number() });

/**
 * Photos of the second service: uploads that are stuck, beside the successful ones of a day, and what is
 * to be cleaned up. Of fewer than `minimumCount` photos the ratio is 0.
 */
export const photos: Part = {
  name: "photos",
  async ask({ database, minimumCount }, signal) {
    const rows = await database().rows("photos", row, signal);
    const metrics = rows.flatMap(({ stuck, orphaned, ready }) => [
      tipsGauge("photos.stuck", stuck),
      tipsGauge("photos.orphaned", orphaned),
      tipsGauge("photos.ready_24h", ready),
      tipsGauge("photos.stuck_ratio_pct", stuck + ready < minimumCount ? 0 : percent(stuck, ready)),
    ]);
    return { metrics };
  },
};
