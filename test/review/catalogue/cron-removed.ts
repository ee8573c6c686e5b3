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
  title: "A cron is removed",
  before: { definitions: [jobs(nightly, hourly)] },
  after: { definitions: [jobs(hourly)] },
  says: ['DANGEROUS shop/crons removed: Cron /api/cron/backup ("0 3 * * *") is no longer declared.'],
} satisfies Scenario;
