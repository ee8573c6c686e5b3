import { alert, crons, declared, minutes } from "tocsin";

const platform = [
  "Vercel calls a cron with GET and a bearer secret; POST with X-CRON-SECRET is only how one is started by hand.",
  "A schedule of every minute needs a paid plan; the free one runs crons once a day.",
];

export const cliplyWeb = alert({
  id: "cliply-web/crons",
  source: ["monitoring 4.3"],
  title: "Crons of Cliply",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: crons({
    service: "cliply-web",
    crons: [{ path: "/api/cron/scan-schedules", schedule: "* * * * *", maxDuration: minutes(1) }],
  }),
  condition: declared(),
  route: "founder-and-alerts",
  why: "Without this cron no scheduled post goes out.",
  causes: ["the cron was switched off", "vercel.json lost it in a deployment", "the plan does not allow its schedule"],
  firstChecks: [
    "Vercel, Cron Jobs: is it listed and enabled?",
    "Does the newest production deployment carry it?",
    "Is CRON_SECRET set, and deployed since it was last changed?",
  ],
  recovered: "A schedule two minutes ahead is published.",
  runbook: "cron-scheduling",
  ours: { "signal.crons.maxDuration": "No number is given: a run must end before the next begins." },
  differs: platform,
});

export const tips = alert({
  id: "tips/crons",
  source: ["infrastructure 6"],
  title: "Crons of the tips service",
  service: "tips",
  owner: "founder",
  severity: "ticket",
  signal: crons({
    service: "tips",
    crons: [
      { path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" },
      { path: "/api/cron/cleanup-idempotency-keys", schedule: "30 3 * * *" },
      { path: "/api/cron/billing-reconciliation", schedule: "0 4 * * *" },
    ],
  }),
  condition: declared(),
  route: "founder-and-alerts",
  why: "Orphaned photos and keys pile up, and billing is not reconciled.",
  causes: ["a cron was switched off", "vercel.json lost it in a deployment", "CRON_SECRET is wrong"],
  firstChecks: [
    "Vercel, Cron Jobs: are all three listed and enabled?",
    "Their schedules in vercel.json",
    "Is CRON_SECRET set, and deployed since it was last changed?",
  ],
  recovered: "Each has run once and answered 200.",
  runbook: "tips-cron-health",
  ours: {
    "signal.crons.maxDuration": "No number is given: 5 minutes, what a function may take.",
    "signal.crons.schedule": "The runbook gives no schedules: once a night, half an hour apart, when nobody uploads.",
  },
  differs: platform,
});

export const probe = alert({
  id: "probe/crons",
  source: ["monitoring 2.4", "monitoring 4.3"],
  title: "Cron of the probe",
  service: "tocsin-probe",
  owner: "founder",
  severity: "page",
  signal: crons({
    service: "tocsin-probe",
    crons: [{ path: "/api/probe", schedule: "* * * * *", maxDuration: minutes(1) }],
  }),
  condition: declared(),
  route: "founder-and-alerts",
  why: "Without this cron nobody looks for stuck jobs, late posts, backups and deliveries.",
  causes: ["the cron was switched off", "its deployment was removed", "the plan does not allow its schedule"],
  firstChecks: [
    "Vercel, the probe's project, Cron Jobs: is it listed and enabled?",
    "Does its newest production deployment carry it?",
    "npx tocsin verify names what differs from the code",
  ],
  recovered: "Its runs arrive every minute again.",
  runbook: "probe",
  ours: {
    "signal.crons.maxDuration": "No number is given: a run must end before the next begins.",
    "signal.crons.path": "The probe is ours, and so is where it answers.",
    "signal.crons.schedule": "No number is given: every minute, the finest that Vercel has.",
    severity: "The playbook has no probe. Without it alerts that page see nothing, so it pages.",
  },
  differs: [
    "The project, its variables and its deployment are made with it: this is the one cron that is deployed from here.",
  ],
});
