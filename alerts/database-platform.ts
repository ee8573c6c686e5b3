import { above, alert, below, hours, logCount, metric, minutes, postgresLogs } from "tocsin";

/** What the database's own metrics do not tell: its limits, backups, sizes, services, and what its log complains of. */
const database = {
  service: "cliply-database",
  owner: "founder",
  route: "founder-and-alerts",
};

export const down = alert({
  ...database,
  id: "database/down",
  source: ["monitoring 2.3", "monitoring 4.1"],
  title: "Database is down",
  severity: "page",
  signal: metric({
    source: "supabase",
    expression: "up",
    series: { up: { metric: "supabase.cloud.pg.up", aggregate: "min" } },
    unit: "(1 is up)",
    domain: [0, 1],
    interval: minutes(1),
  }),
  condition: below(1, { sustained: minutes(5), noData: "notify" }),
  why: "Nothing works without it: sign-in, uploads, publishing, billing.",
  causes: ["an outage of Supabase", "it ran out of disk or memory", "a restart or upgrade that does not end"],
  firstChecks: [
    "https://status.supabase.com: an incident?",
    "Supabase, the project: paused, restarting, or an upgrade under way?",
    "Disk, CPU and connections in the minutes before",
  ],
  recovered: "/api/readyz answers 200 with checks.db true for 10 minutes, and waiting jobs become fewer.",
  runbook: "database-load",
  ours: {
    "condition.critical": "No number is given: it is up (1) or not (0).",
    "condition.window": "No window is given: 5 minutes, as in the example that Supabase publishes.",
    severity: "A database outage is the first cause that the playbook names for its critical alerts.",
  },
});

export const services = alert({
  ...database,
  id: "database/service-unhealthy",
  source: ["monitoring 2.3", "monitoring 4.1", "monitoring 7.1"],
  title: "A service of Supabase is not healthy",
  severity: "page",
  signal: metric({
    source: "probe",
    expression: "healthy",
    series: { healthy: { metric: "tocsin.probe.supabase.healthy", aggregate: "min" } },
    groupBy: ["service"],
    unit: "(1 is healthy)",
    domain: [0, 1],
    interval: minutes(1),
  }),
  condition: below(1, { sustained: minutes(5), noData: "show" }),
  why: "People cannot sign in, upload or load pages, depending on which service it is.",
  causes: ["an outage of Supabase", "a restart or upgrade", "a service that ran out of memory"],
  firstChecks: [
    "https://status.supabase.com: an incident?",
    "Supabase, the project's logs of that service",
    "Does /api/readyz answer? Then it is not the database itself",
  ],
  recovered: "All services are healthy for 10 minutes, and an upload by hand works.",
  runbook: "database-load",
  ours: {
    "condition.critical": "No number is given: it is healthy (1) or not (0).",
    "condition.window": "No window is given: 5 minutes.",
    severity: "The playbook sends whoever is paged to Supabase's status page: this says it first.",
  },
});

export const connectionErrors = alert({
  ...database,
  id: "database/connection-errors",
  source: ["monitoring 2.3", "monitoring 4.4"],
  title: "Database refuses connections",
  severity: "ticket",
  signal: logCount({
    source: postgresLogs(),
    filter: { phrases: ["remaining connection slots are reserved", "sorry, too many clients already"] },
  }),
  condition: above(0, { per: minutes(5), noData: "zero" }),
  why: "Requests have failed already because no connection was left.",
  causes: ["connections that are never closed", "a spike of traffic", "a worker that opens one for every job"],
  firstChecks: [
    "pg_stat_activity: who holds connections, and since when?",
    "Do functions and worker go through the pooler?",
    "Did the number of workers or functions change?",
  ],
  recovered: "No such line for an hour, and under half of the connections are in use.",
  runbook: "database-load",
  ours: {
    "condition.critical": "No number is given: each line is a request that failed.",
    "condition.window": "No window is given: 5 minutes, as for slow queries.",
    "signal.filter.phrases":
      "The playbook says connection errors: these are PostgreSQL's two messages for a full server.",
  },
});

export const queryTimeouts = alert({
  ...database,
  id: "database/query-timeouts",
  source: ["monitoring 2.3", "monitoring 4.4"],
  title: "Queries time out",
  severity: "ticket",
  signal: logCount({
    source: postgresLogs(),
    filter: { phrases: ["canceling statement due to statement timeout"] },
  }),
  condition: above(5, { per: minutes(5), noData: "zero" }),
  why: "The database gave up on these: somebody got an error instead of a page.",
  causes: ["a missing index", "a lock that is held too long", "a full or overloaded database"],
  firstChecks: [
    "The log lines: which statement, which table?",
    "pg_locks: does one transaction hold up the others?",
    "CPU and connections: is everything slow, or this query?",
  ],
  recovered: "No such line for an hour.",
  runbook: "database-load",
  ours: {
    "condition.critical": "No number is given: more than 5; one alone may be a report that somebody runs.",
    "condition.window": "No window is given: 5 minutes, as for slow queries.",
    "signal.filter.phrases": "The playbook says query timeouts: this is PostgreSQL's message for one.",
  },
});

export const tableSize = alert({
  ...database,
  id: "database/table-size",
  source: ["monitoring 2.3", "monitoring 5.2"],
  title: "A table has grown large",
  severity: "info",
  route: "alerts-channel",
  signal: metric({
    source: "probe",
    expression: "bytes / 1073741824",
    series: { bytes: { metric: "tocsin.probe.db.table_bytes", aggregate: "max" } },
    groupBy: ["table"],
    unit: "GiB",
    interval: minutes(1),
  }),
  condition: above(20, { averagedOver: hours(1), warning: 10, noData: "show" }),
  why: "Queries on it slow down, backups take longer, and the disk fills.",
  causes: ["rows that nobody ever deletes", "bloat", "an index that is as large as the table", "more users"],
  firstChecks: [
    "The dashboard: since when does it grow, and how fast?",
    "Dead rows in pg_stat_user_tables: does VACUUM help?",
    "Which rows could be archived? Old jobs first",
  ],
  recovered: "The table is under 10 GiB, or its limit in the stack file is what you mean it to be.",
  runbook: "database-load",
  ours: {
    "condition.critical": "No number is given: 20 GiB with its indexes; set it by what your disk holds.",
    "condition.warning": "No number is given: half of that.",
    "condition.window": "No window is given: 1 hour; tables do not grow in minutes.",
  },
  differs: [
    "Growth over a week is drawn on the dashboard and told by the weekly routine: a monitor that compares with last week cannot be made to fire in a drill.",
  ],
});

export const backupAge = alert({
  ...database,
  id: "database/backup-age",
  source: ["monitoring 2.3"],
  title: "No fresh backup",
  severity: "ticket",
  signal: metric({
    source: "probe",
    expression: "age",
    series: { age: { metric: "tocsin.probe.db.backup_age_hours", aggregate: "max" } },
    unit: "h",
    interval: minutes(1),
  }),
  condition: above(26, { averagedOver: minutes(15), noData: "show" }),
  why: "Nothing is lost yet, but everything since the last backup would be.",
  causes: ["the nightly backup failed", "backups are not part of the plan any more", "the disk is too full for one"],
  firstChecks: [
    "Supabase, Database, Backups: when did the last one complete, and what became of the newest?",
    "Is the disk over 85 %?",
    "Take one by hand before anything else: pg_dump",
  ],
  recovered: "A backup younger than a day is listed as completed.",
  runbook: "database-backups",
  ours: {
    "condition.critical": "No number is given: a day, and two hours by which a nightly backup may be late.",
    "condition.window": "No window is given: 15 minutes.",
  },
});
