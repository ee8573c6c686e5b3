import { z } from "zod";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";

const row = z.object({ running: z.number(), waiting: z.number(), age_seconds: z.number() });

/** How long ago the worker was last heard, while there is work for it; 0 when there is none. */
export const worker: Part = {
  name: "worker",
  async ask({ database }, signal) {
    const rows = await database().rows("worker_heartbeat", row, signal);
    return { metrics: rows.map(({ age_seconds }) => gauge("worker.heartbeat_age_seconds", age_seconds)) };
  },
};
