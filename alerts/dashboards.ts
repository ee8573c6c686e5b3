import { dashboard, vercelLogs } from "tocsin";

/** The surfaces of section 2 of the monitoring playbook, the second service, and one that shows all at a glance. */
export const overview = dashboard({
  id: "dashboards/overview",
  source: ["monitoring 1", "monitoring 5.1"],
  title: "Overview",
  about: "Every surface at a glance: what fires, what is promised, and what no surface claims.",
  overview: true,
  rank: 0,
  consoles: ["vercel", "sentry", "supabase", "stripe"],
  services: ["cliply-web", "tips"],
});

export const errors = dashboard({
  id: "dashboards/errors",
  source: ["monitoring 2.2", "monitoring 2.6"],
  title: "Errors (Sentry)",
  about: "Errors and traces stand in Sentry; here are the lines that the apps log as errors, and the way there.",
  rank: 2,
  shows: [{ signals: ["sentry-errors", "sentry-issues", "sentry-spans"] }],
  consoles: ["sentry"],
  searches: [
    { title: "Errors that Cliply logs", source: vercelLogs("cliply-web"), query: "status:error" },
    { title: "Errors that the tips service logs", source: vercelLogs("tips"), query: "status:error" },
  ],
});

export const billing = dashboard({
  id: "dashboards/billing",
  source: ["monitoring 2.5"],
  title: "Billing (Stripe)",
  about: "Webhook deliveries, payments and cancellations.",
  rank: 3,
  shows: [{ subjects: ["billing"] }],
  consoles: ["stripe"],
  searches: [
    {
      title: "Calls of the webhook handler",
      source: vercelLogs("cliply-web"),
      query: '@proxy.path:"/api/webhooks/stripe"',
    },
  ],
});

export const database = dashboard({
  id: "dashboards/database",
  source: ["monitoring 2.3"],
  title: "Database (Supabase)",
  about: "CPU, connections, disk, slow queries and backups of the database.",
  rank: 4,
  shows: [{ subjects: ["database"] }, { services: ["cliply-database"] }],
  consoles: ["supabase"],
});

export const worker = dashboard({
  id: "dashboards/worker",
  source: ["monitoring 2.4"],
  title: "Worker",
  about: "Jobs, queues, schedules, and the probe that looks at them.",
  rank: 5,
  shows: [{ services: ["cliply-worker", "tocsin-probe"] }],
  consoles: ["sentry", "supabase"],
});

export const tips = dashboard({
  id: "dashboards/tips",
  source: ["infrastructure 1", "infrastructure 7", "infrastructure searches"],
  title: "Tips service",
  about: "Blob storage, tips, handles, idempotency keys, Clerk's webhooks and the nightly crons.",
  rank: 6,
  shows: [{ services: ["tips"] }],
  consoles: ["vercel"],
  services: ["tips"],
  searches: [
    {
      title: "Blob cleanup issues",
      source: vercelLogs("tips"),
      query: '"[cleanup-photos]" OR "[upload] Failed to clean up"',
    },
    { title: "Tip webhook activity", source: vercelLogs("tips"), query: '"[capture-tip]" event_type' },
    { title: "Race conditions", source: vercelLogs("tips"), query: '"Race condition detected"' },
    { title: "Idempotency issues", source: vercelLogs("tips"), query: '"[social-links] Idempotency"' },
    {
      title: "Webhook failures",
      source: vercelLogs("tips"),
      query: '"Failed to process user.created" OR "Failed to sync username"',
    },
  ],
});

export const vercel = dashboard({
  id: "dashboards/vercel",
  source: ["monitoring 2.1"],
  title: "Web (Vercel)",
  about: "The web app and its API: answers, crons, deployments and health checks.",
  rank: 7,
  shows: [{ services: ["cliply-web"] }],
  consoles: ["vercel"],
  services: ["cliply-web"],
  searches: [
    { title: "Answers of 500 and above", source: vercelLogs("cliply-web"), query: "@proxy.statusCode:[500 TO 599]" },
    { title: "Uploads (/api/upload/*)", source: vercelLogs("cliply-web"), query: "@proxy.path:/api/upload/*" },
    { title: "Publishing (/api/publish/*)", source: vercelLogs("cliply-web"), query: "@proxy.path:/api/publish/*" },
    { title: "Crons (/api/cron/*)", source: vercelLogs("cliply-web"), query: "@proxy.path:/api/cron/*" },
  ],
});
