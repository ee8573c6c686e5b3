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
  title: "A cron gets another schedule",
  before: { definitions: [jobs(nightly, hourly)] },
  after: { definitions: [jobs({ ...nightly, schedule: "0 3 * * 1" }, hourly)] },
  says: ['DANGEROUS shop/crons redirected: Cron /api/cron/backup runs by "0 3 * * 1" instead of "0 3 * * *", UTC.'],
} satisfies Scenario;
