import { z } from "zod";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";
import { withKnownKinds } from "./kinds.ts";

const row = z.object({ kind: z.string(), queued: z.number(), oldest_seconds: z.number() });

/** How many jobs could run and do not, and for how long the oldest has waited. */
export const jobsQueue: Part = {
  name: "jobs-queue",
  async ask({ database }, signal) {
    const rows = withKnownKinds(await database().rows("jobs_queue", row, signal), { queued: 0, oldest_seconds: 0 });
    const metrics = rows.flatMap(({ kind, queued, oldest_seconds }) => [
      gauge("jobs.queued", queued, { kind }),
      gauge("jobs.queued_oldest_seconds", oldest_seconds, { kind }),
    ]);
    return { metrics };
  },
};
