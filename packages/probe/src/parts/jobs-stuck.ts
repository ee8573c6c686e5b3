import { z } from "zod";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";
import { withKnownKinds } from "./kinds.ts";

const row = z.object({ kind: z.string(), running: z.number(), stuck: z.number(), oldest_seconds: z.number() });

/** How many jobs run, how many of them are stuck, and for how long the most silent one has not been heard of. */
export const jobsStuck: Part = {
  name: "jobs-stuck",
  async ask({ database }, signal) {
    const rows = withKnownKinds(await database().rows("jobs_stuck", row, signal), {
      running: 0,
      stuck: 0,
      oldest_seconds: 0,
    });
    const metrics = rows.flatMap(({ kind, running, stuck, oldest_seconds }) => [
      gauge("jobs.running", running, { kind }),
      gauge("jobs.stuck", stuck, { kind }),
      gauge("jobs.silent_seconds", oldest_seconds, { kind }),
    ]);
    return { metrics };
  },
};
