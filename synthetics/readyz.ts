import { alert, consecutiveFailures, httpCheck, minutes } from "tocsin";

export const readyz = alert({
  id: "cliply-web/readyz",
  source: ["monitoring 3.4", "monitoring 7.2"],
  title: "Health check fails",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: httpCheck({
    service: "cliply-web",
    path: "/api/readyz",
    every: minutes(1),
    expect: { status: 200, json: { "$.ok": true, "$.service": "api", "$.checks.env": true, "$.checks.db": true } },
  }),
  condition: consecutiveFailures(2),
  route: "founder-and-alerts",
  why: "The API is down for everybody, or it has lost its database.",
  causes: ["a bad deployment", "an outage of the database", "a missing environment variable"],
  firstChecks: [
    "Call it: no answer, 503, or a check that is false?",
    "Was there a deployment in the last 10 minutes? If so, roll back",
    "checks.db false: Supabase status page, CPU and connections",
    "checks.env false: compare the environment variables with the deployment checklist",
  ],
  recovered: "It answers 200 with every check true for 10 minutes.",
  runbook: "api-error-spike",
  differs: [
    "The playbook asks for SMS if critical; a monitor cannot send one. Add a pager to the route for that.",
    "No setting says two failures in a row: the check must have been failing for one and a half intervals, which only two runs can do.",
  ],
});

export const adminReadyz = alert({
  id: "cliply-web/admin-readyz",
  source: ["monitoring 3.4", "monitoring 7.2"],
  title: "Admin health check fails",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: httpCheck({
    service: "cliply-web",
    path: "/api/admin/readyz",
    every: minutes(5),
    headers: { Authorization: { secret: "ADMIN_TOKEN", prefix: "Bearer " } },
    expect: { status: 200, json: { "$.ok": true } },
  }),
  condition: consecutiveFailures(2),
  route: "founder-and-alerts",
  why: "Something that the backend needs is not ready: environment, database, queue.",
  causes: ["a missing environment variable", "the database cannot be reached", "the admin token was changed"],
  firstChecks: [
    "Call it with the admin token and read the report",
    "401: the token in the monitor is not the app's any more",
    "Does /api/readyz answer? If not, begin there",
  ],
  recovered: "It answers 200 with ok true.",
  runbook: "api-error-spike",
  differs: [
    "No setting says two failures in a row: the check must have been failing for one and a half intervals, which only two runs can do.",
  ],
});
