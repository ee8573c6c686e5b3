import { above, alert, below, metric, minutes } from "tocsin";

const probe = {
  service: "tocsin-probe",
  owner: "founder",
  route: "founder-and-alerts",
  runbook: "probe",
};

export const heartbeat = alert({
  ...probe,
  id: "probe/heartbeat",
  source: ["monitoring 2.4", "monitoring 4.3"],
  title: "The probe is silent",
  severity: "page",
  signal: metric({
    source: "probe",
    expression: "runs",
    series: { runs: { metric: "tocsin.probe.heartbeat", aggregate: "sum", as: "count" } },
    unit: "runs",
    interval: minutes(1),
  }),
  condition: below(1, { per: minutes(10), noData: "notify" }),
  why: "Everything that only the probe sees is unwatched: stuck jobs, late posts, backups, deliveries.",
  causes: ["its cron is switched off", "its deployment failed", "Datadog refuses its key"],
  firstChecks: [
    "Vercel, the probe's project: is its cron enabled, and what do its runs answer?",
    "Run it by hand: npx tocsin probe --once --stack STACK names what fails",
    "Was its DD_API_KEY or CRON_SECRET rolled without a deployment?",
  ],
  recovered: "Its runs arrive every minute again, and none of its alerts is in No Data.",
  ours: {
    "condition.critical": "No number is given: not one run.",
    "condition.window": "No number is given: ten runs, so that one that is late wakes nobody.",
    severity: "The playbook has no probe. Its silence takes the sight from alerts that page, so it pages.",
  },
});

export const partErrors = alert({
  ...probe,
  id: "probe/part-errors",
  source: ["monitoring 2.3", "monitoring 2.4", "monitoring 2.5"],
  title: "The probe cannot read everything",
  severity: "ticket",
  signal: metric({
    source: "probe",
    expression: "failing",
    series: { failing: { metric: "tocsin.probe.part.error", aggregate: "max" } },
    groupBy: ["part"],
    unit: "(1 is failing)",
    domain: [0, 1],
    interval: minutes(1),
  }),
  condition: above(0, { sustained: minutes(15), noData: "show" }),
  why: "What this part watches is unknown: its alerts show No Data and cannot fire.",
  causes: ["a key that has ended or lacks a right", "a table or function that changed", "the source is slow or down"],
  firstChecks: [
    "The tag reason of tocsin.probe.part.error says why",
    "Run it by hand: npx tocsin probe --once --stack STACK tells it in a sentence",
    "Is the source itself up?",
  ],
  recovered: "The part reports no error, and its metrics arrive.",
  ours: {
    "condition.critical": "No number is given: any part.",
    "condition.window": "No number is given: 15 minutes; a timeout now and then is none of ours.",
  },
});
