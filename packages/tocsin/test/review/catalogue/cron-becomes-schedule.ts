import { definition } from "../../support/definitions.ts";
import { jobs, nightly } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

const bySchedules = definition({
  id: "shop/crons",
  title: "Jobs run",
  signal: {
    kind: "crons",
    service: "shop",
    crons: [{ ...nightly, timezone: "Europe/Vienna" }],
    runBy: "schedules",
  },
  condition: { kind: "declared" },
});

export default {
  title: "Vercel Schedules call a cron's path, by a clock of their own",
  before: { definitions: [jobs(nightly)] },
  after: { definitions: [bySchedules] },
  says: [
    "DANGEROUS shop/crons deleted: Its vercel project-crons is deleted.",
    'DANGEROUS shop/crons redirected: Cron /api/cron/backup runs by "0 3 * * *" (Europe/Vienna) instead of "0 3 * * *".',
    "DANGEROUS shop/crons redirected: The paths of shop are called by Vercel Schedules instead of cron jobs.",
  ],
} satisfies Scenario;
