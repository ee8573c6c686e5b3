import { hourly, jobs, nightly } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A cron is removed",
  before: { definitions: [jobs(nightly, hourly)] },
  after: { definitions: [jobs(hourly)] },
  says: ['DANGEROUS shop/crons removed: Cron /api/cron/backup ("0 3 * * *") is no longer declared.'],
} satisfies Scenario;
