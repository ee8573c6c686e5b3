import { above, alert, below, hours, metric, minutes, sentryErrors } from "tocsin";

/** What deployments do: they fail, they bring errors, they lose crons. */
const vercel = (name: string, aggregate: "min" | "max", unit: string, service?: string) =>
  metric({
    source: "probe",
    expression: "value",
    series: {
      value: {
        metric: `tocsin.probe.vercel.${name}`,
        aggregate,
        ...(service === undefined ? {} : { tags: { service } }),
      },
    },
    groupBy: ["service"],
    unit,
    interval: minutes(1),
  });

const deployments = { owner: "founder", route: "founder-and-alerts", severity: "ticket" as const };

export const failed = alert({
  ...deployments,
  id: "deployments/newest-failed",
  source: ["monitoring 2.1", "monitoring 5.1", "monitoring 5.2"],
  title: "The newest production deployment failed",
  service: "cliply-web",
  signal: vercel("deployment_failed", "max", "(1 is failed)"),
  condition: above(0, { sustained: minutes(5), noData: "show" }),
  why: "What was meant to go out did not: a fix that somebody waits for, or a secret that was changed, is not live.",
  causes: [
    "the build fails",
    "a variable that the build needs is missing",
    "a cron or function that the plan does not allow",
  ],
  firstChecks: [
    "Vercel, Deployments: the build's log, from its end",
    "Was an environment variable or vercel.json changed with it?",
    "The one before still serves: roll forward when it is fixed",
  ],
  recovered: "The newest production deployment is ready, and serves.",
  runbook: "deployments",
  ours: {
    "condition.critical": "No number is given: the newest one counts.",
    "condition.window": "No window is given: 5 minutes.",
  },
  differs: [
    "Vercel tells failed builds in its dashboard and to webhooks; the probe asks for the newest production deployment instead, so that nothing has to listen.",
  ],
});

/** Three times what it was an hour before: a release that brought errors, whatever their usual number is. */
const spike = {
  ...deployments,
  source: ["monitoring 2.2", "monitoring 4.1"],
  why: "A release may have broken something for some, long before the absolute limit is reached.",
  causes: [
    "a deployment in the last hour",
    "a change at an external API",
    "one user or bot that repeats a failing call",
  ],
  firstChecks: [
    "Sentry, Releases: did the errors begin with a release?",
    "Sentry, Issues, first seen in the last hour: what is new?",
    "A deployment did it: roll back first",
  ],
  recovered: "The number of errors is what it was before the release, ten minutes long.",
  ours: {
    "condition.critical": "No number is given: more than twice as many.",
    "condition.window": "No window is given: 15 minutes.",
    "signal.comparedWith": "No number is given: an hour before, so that the time of day does not matter.",
  },
  differs: [
    "Sentry cannot limit a metric monitor to the newest release, so all errors are compared with those of an hour before.",
    "Without any error an hour before there is nothing to compare with: then only the alert with the absolute limit fires.",
  ],
};

export const webSpike = alert({
  ...spike,
  id: "web-api/error-spike",
  title: "Errors have doubled within an hour (web API)",
  service: "cliply-web",
  signal: sentryErrors({ project: "web", tags: { service: ["api", "apps/web"] }, comparedWith: hours(1) }),
  condition: above(200, { per: minutes(15) }),
  runbook: "api-error-spike",
});

export const workerSpike = alert({
  ...spike,
  id: "worker/error-spike",
  title: "Errors have doubled within an hour (worker)",
  service: "cliply-worker",
  signal: sentryErrors({ project: "worker", tags: { service: ["worker", "apps/worker"] }, comparedWith: hours(1) }),
  condition: above(200, { per: minutes(15) }),
  runbook: "worker-job-failures",
});

export const cronsOff = alert({
  ...deployments,
  id: "cron/switched-off",
  source: ["monitoring 4.3", "infrastructure 6"],
  title: "The crons of a project are switched off",
  service: "cliply-web",
  signal: vercel("crons_enabled", "min", "(1 is enabled)"),
  condition: below(1, { sustained: minutes(5), noData: "show" }),
  why: "None of the project's crons runs: posts are not published, or nothing is cleaned up.",
  causes: ["somebody switched them off by hand", "a drill or an incident left them off"],
  firstChecks: [
    "Vercel, the project, Cron Jobs: who switched them off, and why?",
    "npx tocsin verify names the project",
    "npx tocsin up --refresh switches them on",
  ],
  recovered: "Crons are enabled, and each has run since.",
  runbook: "cron-scheduling",
  ours: {
    "condition.critical": "No number is given: on (1) or off (0).",
    "condition.window": "No window is given: 5 minutes.",
    severity: "Where it hurts at once, the missing runs of scan-schedules page.",
  },
});

const lost = {
  ...deployments,
  why: "A cron that no deployment carries never runs, and nothing says so.",
  causes: ["vercel.json lost it in a deployment", "a branch without it was promoted", "the root directory was changed"],
  firstChecks: [
    "Vercel, Cron Jobs: which one is not listed?",
    "vercel.json of the newest production deployment",
    "npx tocsin crons --check FILE names the difference",
  ],
  recovered: "All declared crons are listed, and each has run once.",
};

export const webCronsLost = alert({
  ...lost,
  id: "cron/cliply-definitions-lost",
  source: ["monitoring 4.3"],
  title: "Cliply has lost its cron",
  service: "cliply-web",
  signal: vercel("crons", "min", "crons", "cliply-web"),
  condition: below(1, { sustained: minutes(5), noData: "show" }),
  runbook: "cron-scheduling",
  ours: {
    "condition.critical": "The playbook names one cron.",
    "condition.window": "No window is given: 5 minutes.",
  },
});

export const tipsCronsLost = alert({
  ...lost,
  id: "cron/tips-definitions-lost",
  source: ["infrastructure 6"],
  title: "The tips service has lost a cron",
  service: "tips",
  signal: vercel("crons", "min", "crons", "tips"),
  condition: below(3, { sustained: minutes(5), noData: "show" }),
  runbook: "tips-cron-health",
  ours: {
    "condition.critical": "The runbook names three crons.",
    "condition.window": "No window is given: 5 minutes.",
  },
});
