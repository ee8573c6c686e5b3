import { alert, consecutiveFailures, httpCheck, minutes } from "tocsin";

export const __name__Health = alert({
  id: "__service__/health",
  title: "The health check of __service__ fails",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  signal: httpCheck({ service: "__service__", path: "__health__", every: minutes(5), expect: { status: 200 } }),
  condition: consecutiveFailures(2),
  route: "__route__",
  why: "__service__ does not answer, or says that it is not well.",
  causes: ["a bad deployment", "an outage of something that it needs"],
  firstChecks: ["Call it and read the answer", "Was there a deployment in the last hour? If so, roll back first"],
  recovered: "It answers 200.",
  runbook: "first-look",
});
