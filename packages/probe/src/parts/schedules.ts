import { z } from "zod";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";

const overdueRow = z.object({ overdue: z.number(), oldest_seconds: z.number() });
const withoutJobRow = z.object({ due: z.number(), without_job: z.number() });

/** Posts that are due and still only planned, and by how much the oldest is late. */
export const schedulesOverdue: Part = {
  name: "schedules-overdue",
  async ask({ database }, signal) {
    const rows = await database().rows("schedules_overdue", overdueRow, signal);
    const metrics = rows.flatMap(({ overdue, oldest_seconds }) => [
      gauge("schedules.overdue", overdue),
      gauge("schedules.overdue_oldest_seconds", oldest_seconds),
    ]);
    return { metrics };
  },
};

/** Posts that have been due for five minutes and for which there is no publishing job. */
export const schedulesWithoutJob: Part = {
  name: "schedules-without-job",
  async ask({ database }, signal) {
    const rows = await database().rows("schedules_without_job", withoutJobRow, signal);
    return { metrics: rows.map(({ without_job }) => gauge("schedules.without_job", without_job)) };
  },
};
