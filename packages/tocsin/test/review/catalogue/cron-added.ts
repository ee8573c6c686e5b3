import { hourly, jobs, nightly } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A cron is added",
  before: { definitions: [jobs(nightly)] },
  after: { definitions: [jobs(nightly, hourly)] },
  says: ['notable shop/crons added: Cron /api/cron/tidy is declared: "0 * * * *", UTC.'],
} satisfies Scenario;
