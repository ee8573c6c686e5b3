import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const jobs = (...crons: Array<{ path: string; schedule: string }>) =>
  definition({
    id: "shop/crons",
    title: "Jobs run",
    signal: { kind: "crons", service: "shop", crons },
    condition: { kind: "declared" },
  });
const nightly = { path: "/api/cron/backup", schedule: "0 3 * * *" };
const hourly = { path: "/api/cron/tidy", schedule: "0 * * * *" };

export default {
  title: "A cron is added",
  before: { definitions: [jobs(nightly)] },
  after: { definitions: [jobs(nightly, hourly)] },
  says: ['notable shop/crons added: Cron /api/cron/tidy is declared: "0 * * * *", UTC.'],
} satisfies Scenario;
