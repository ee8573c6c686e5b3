import { above, alert, minutes, sentryErrors } from "tocsin";

export const __name__Errors = alert({
  id: "__service__/error-rate",
  title: "Many errors in __service__",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  signal: sentryErrors({ project: "__sentry__", tags: {} }),
  condition: above(50, { per: minutes(5) }),
  route: "__route__",
  why: "__service__ fails for many of its users at once.",
  causes: ["a bad deployment", "an outage of something that it needs"],
  firstChecks: [
    "Was there a deployment in the last hour? If so, roll back first",
    "Sentry: is it one error or many, and since when?",
  ],
  recovered: "No new errors come for 10 minutes.",
  runbook: "first-look",
  ours: { "condition.critical": "A number to begin with: look at a week of your own errors, then set it." },
});
