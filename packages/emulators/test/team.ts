import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as statements from "../../../alerts/statements.ts";
import { migrationSql } from "../../probe/src/statement.ts";
import { type Accounts, type AccountsInput, accountsSchema } from "../src/accounts.ts";
import type { EmulatedClock } from "../src/clock.ts";
import { createContext, type LocalContext } from "../src/context.ts";
import type { SupabaseEmulator } from "../src/supabase/app.ts";

const root = join(import.meta.dirname, "../../..");
/** The tables of the project at the top, and what is in them. */
export const projectTables = readFileSync(join(root, "test/local/schema.sql"), "utf8");

/** What the probe is told of the project's statements. */
export const projectStatements = Object.values(statements).map(({ id, service, metric, tags = [], share }) => ({
  ...{ id, database: service, metric, tags: [...tags] },
  ...(share === undefined ? {} : { share: { minimum: share.minimum } }),
}));

/** The migration that lets the probe ask them. */
export const projectMigration = migrationSql(
  Object.values(statements)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, service, metric, tags = [], share, sql }) => ({
      ...{ id, database: service, metric, tags: [...tags], sql },
      ...(share === undefined ? {} : { share: { minimum: share.minimum } }),
    })),
);

const web = "prj_cliplyweb";
const tips = "prj_tips";
const scan = "/api/cron/scan-schedules";
const ready = { env: true, db: true };

/** The accounts of the project at the top, written out: tests of the emulators take nothing from the tool. */
const teamInput: AccountsInput = {
  vercel: {
    team: "team_acme",
    slug: "acme",
    projects: [
      { id: web, name: "cliply-web", crons: [{ path: scan, schedule: "* * * * *" }] },
      {
        id: tips,
        name: "tips",
        crons: [
          { path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" },
          { path: "/api/cron/cleanup-idempotency-keys", schedule: "30 3 * * *" },
          { path: "/api/cron/billing-reconciliation", schedule: "0 4 * * *" },
        ],
      },
    ],
  },
  databases: { "cliply-database": { ref: "localref", schema: projectTables, migration: projectMigration } },
  app: {
    checks: [
      { path: "/api/readyz", body: { ok: true, service: "api", checks: ready } },
      {
        path: "/api/admin/readyz",
        body: { ok: true },
        secret: { header: "authorization", prefix: "Bearer " },
      },
    ],
    crons: [
      { project: web, path: scan, calls: { database: "cliply-database", function: "scan_schedules" } },
      { project: tips, path: "/api/cron/cleanup-photos", line: "[cleanup-photos] Deleted 3 orphaned records" },
      {
        project: tips,
        path: "/api/cron/cleanup-idempotency-keys",
        line: "[cleanup-idempotency-keys] Deleted 12 expired keys",
      },
      { project: tips, path: "/api/cron/billing-reconciliation", line: "[billing-reconciliation] Completed" },
    ],
    routes: ["/u/:name", "/api/publish/:where"],
    requests: [
      { project: web, path: "/", durationMs: 60 },
      { project: web, path: "/api/projects", durationMs: 90 },
      { project: web, method: "POST", path: "/api/upload/init", durationMs: 210 },
      { project: web, method: "POST", path: "/api/upload/init", durationMs: 340 },
      { project: web, method: "POST", path: "/api/publish/youtube", durationMs: 620 },
      { project: web, method: "POST", path: "/api/publish/tiktok", durationMs: 580 },
      { project: tips, path: "/u/alex", durationMs: 80 },
      {
        project: tips,
        method: "POST",
        path: "/api/tips",
        durationMs: 150,
        line: { text: "[capture-tip] Tip recorded successfully", every: 15 },
      },
      { project: web, method: "POST", path: "/api/webhooks/stripe", durationMs: 70, every: 30 },
      { project: tips, method: "POST", path: "/api/clerk/webhook", durationMs: 70, every: 30 },
    ],
    traces: [
      { project: "web", transaction: "POST /api/upload/init", durationMs: 210 },
      { project: "web", transaction: "POST /api/upload/init", durationMs: 340 },
      { project: "web", transaction: "POST /api/publish/youtube", durationMs: 620 },
      { project: "web", transaction: "POST /api/publish/tiktok", durationMs: 580 },
      { project: "web", transaction: `GET ${scan}`, durationMs: 150 },
      { project: "worker", transaction: "worker.poll", durationMs: 40 },
    ],
    errors: [
      { project: "web", tags: { service: "api", feature: "billing", severity: "error" } },
      { project: "web", tags: { service: "api", feature: "auth", severity: "critical" } },
      {
        project: "worker",
        tags: { service: "worker", feature: "publishing", severity: "critical", job_type: "PUBLISH_YOUTUBE" },
      },
      {
        project: "worker",
        tags: { service: "worker", feature: "publishing", severity: "error", job_type: "PUBLISH_TIKTOK" },
      },
    ],
    failures: [
      { project: "web", type: "DatabaseError", transaction: "POST /api/upload/init", tags: { service: "api" } },
    ],
  },
};

export const team: Accounts = accountsSchema.parse(teamInput);

/** A context with these accounts. */
export function teamContext(clock?: EmulatedClock, directory?: string): LocalContext {
  return createContext(clock, directory, team);
}

/** The one Supabase project of the team. */
export function onlyDatabase({ projects: [only] }: SupabaseEmulator): SupabaseEmulator["projects"][number] {
  if (only === undefined) throw new Error("there is no database");
  return only;
}
