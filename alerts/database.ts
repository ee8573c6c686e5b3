import { above, alert, logCount, metric, minutes, postgresLogs } from "tocsin";

const database = {
  service: "cliply-database",
  owner: "founder",
  route: "founder-and-alerts",
  runbook: "database-load",
};

const delivery =
  "Supabase has no alerts that can be declared: its metrics and logs reach Datadog through the Supabase integration, and the alert stands there.";
const late =
  "Datadog fetches these metrics, so it looks 15 minutes later, as it advises; an integration that is silent is told once, by database/down.";

export const cpu = alert({
  ...database,
  id: "database/high-cpu",
  source: ["monitoring 3.2", "monitoring 4.4", "monitoring 5.1"],
  title: "Database CPU is high",
  severity: "page",
  signal: metric({
    source: "supabase",
    expression: "100 - 100 * idle / all",
    series: {
      idle: { metric: "supabase.cloud.node.cpu.seconds.count", aggregate: "sum", tags: { mode: "idle" }, as: "rate" },
      all: { metric: "supabase.cloud.node.cpu.seconds.count", aggregate: "sum", as: "rate" },
    },
    unit: "%",
    domain: [0, 100],
    interval: minutes(1),
  }),
  condition: above(80, { sustained: minutes(5), warning: 60, recovery: 75, warningRecovery: 55, noData: "show" }),
  why: "Queries slow down, requests pile up, and next the connection pool runs out.",
  causes: ["expensive queries or a missing index", "a spike of traffic", "leaking connections"],
  firstChecks: [
    "Slow query log: one query on jobs, projects or clips that scans the table?",
    "Active connections against the pool",
    "What was deployed last, web and worker?",
  ],
  recovered: "CPU stays under 60 % for an hour and endpoints answer within 2 s.",
  ours: {
    "condition.warning": "The daily check calls an average under 60 % normal; above it is worth a look.",
    "condition.recovery": "No number is given: 75 % keeps it from flapping around 80 %.",
    "condition.warningRecovery": "No number is given: 55 % keeps the warning from flapping around 60 %.",
  },
  differs: [delivery, late],
});

export const connections = alert({
  ...database,
  id: "database/connections",
  source: ["monitoring 2.3", "monitoring 3.2", "monitoring 4.4", "monitoring 5.1"],
  title: "Connection pool runs out",
  severity: "page",
  signal: metric({
    source: "probe",
    expression: "used",
    series: { used: { metric: "tocsin.probe.db.connections_pct", aggregate: "max" } },
    unit: "% of the connections",
    domain: [0, 100],
    interval: minutes(1),
  }),
  condition: above(80, { sustained: minutes(2), warning: 50, recovery: 70, warningRecovery: 45, noData: "show" }),
  why: "When the last connection is taken, new requests fail with connection errors, through the pooler too.",
  causes: ["connections that are never closed", "a spike of traffic", "clients that pass the pooler by"],
  firstChecks: [
    "pg_stat_activity by usename and application_name: who holds connections, and since when?",
    "Queries running over 30 s, or idle in transaction for minutes: end those",
    "Do the functions go through the pooler? A redeploy frees theirs",
  ],
  recovered: "Under half of the connections are in use and no connection errors appear.",
  ours: {
    "condition.warning": "The daily check calls under 50 % of the pool normal.",
    "condition.recovery": "No number is given: 70 % keeps it from flapping around 80 %.",
    "condition.warningRecovery": "No number is given: 45 % keeps the warning from flapping around 50 %.",
  },
  differs: [
    "The integration counts every connection of the database, and a pool's size is that of one user and database: neither is a share of the other. The probe asks the database for both, its connections and how many it takes (max_connections).",
  ],
});

export const slowQueries = alert({
  ...database,
  id: "database/slow-queries",
  source: ["monitoring 3.2", "monitoring 4.4"],
  title: "Slow queries",
  severity: "ticket",
  signal: logCount({
    source: postgresLogs(),
    filter: { above: { attribute: "@supabase.pg_duration", value: 2000 } },
  }),
  condition: above(0, { per: minutes(5), noData: "zero" }),
  why: "Pages that wait for such a query feel broken, and may time out.",
  causes: ["a missing index", "an inefficient query", "table bloat"],
  firstChecks: [
    "The log lines: which query, which table?",
    "EXPLAIN ANALYZE it on staging: a full scan?",
    "Was it deployed in the last day?",
  ],
  recovered: "The query is under 2 s in the log, and its plan uses an index.",
  ours: { "condition.window": "No window is given: 5 minutes, as for the other database alerts." },
  differs: [delivery, "The lines are only written once log_min_duration_statement is set (2000) in the database."],
});

export const disk = alert({
  ...database,
  id: "database/disk",
  source: ["monitoring 3.2", "monitoring 4.4"],
  title: "Database disk is filling up",
  severity: "page",
  signal: metric({
    source: "supabase",
    expression: "100 - 100 * free / size",
    series: {
      free: { metric: "supabase.cloud.node.filesystem.avail.bytes", aggregate: "avg" },
      size: { metric: "supabase.cloud.node.filesystem.size.bytes", aggregate: "avg" },
    },
    groupBy: ["mountpoint"],
    unit: "%",
    domain: [0, 100],
    interval: minutes(1),
  }),
  condition: above(85, { averagedOver: minutes(5), recovery: 80, noData: "show" }),
  why: "A full disk stops every write, and backups fail with it.",
  causes: ["tables that grow without end", "bloat", "backups kept too long"],
  firstChecks: [
    "Which tables are largest, and which grew this week?",
    "Dead rows: does VACUUM help?",
    "Enlarge the disk now if it is above 95 %",
  ],
  recovered: "Usage is under 80 % and the last backup completed.",
  ours: {
    "condition.window": "No window is given: 5 minutes.",
    "condition.recovery": "No number is given: 80 % keeps it from flapping around 85 %.",
    severity:
      "The playbook lists the database's CPU and connections as critical: a full disk stops every write as well.",
  },
  differs: [delivery, late],
});
