import { hourly, jobs, nightly } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A cron gets another schedule",
  before: { definitions: [jobs(nightly, hourly)] },
  after: { definitions: [jobs({ ...nightly, schedule: "0 3 * * 1" }, hourly)] },
  says: ['DANGEROUS shop/crons redirected: Cron /api/cron/backup runs by "0 3 * * 1" instead of "0 3 * * *", UTC.'],
} satisfies Scenario;
