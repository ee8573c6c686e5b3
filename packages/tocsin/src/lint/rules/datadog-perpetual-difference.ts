import { listAt, numberAt, textAt } from "../../model/resource.ts";
import { type RuleProblem, rule } from "../rule.ts";

/** Hours after which Datadog resolves at the latest. */
const longestTimeout = 24;

/** Datadog lowers tags and replaces what it does not allow: what comes back is then never what was sent. */
const storedAsSent = /^[a-z][a-z0-9_:./-]*$/;

export const datadogPerpetualDifference = rule({
  id: "datadog/perpetual-difference",
  severity: "error",
  title: "Datadog stores something else than it is sent",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test"],
  check: ({ kind, body }) => {
    const found: RuleProblem[] = [];
    if (textAt(body, "type") === "metric alert")
      found.push({
        at: "signal",
        path: "type",
        message: 'type "metric alert" comes back as "query alert"',
        remedy: 'Use "query alert".',
      });
    if (kind === "monitor" && (numberAt(body, "options.timeout_h") ?? 0) > longestTimeout)
      found.push({
        at: "condition",
        path: "options.timeout_h",
        message: `timeout_h is at most ${longestTimeout}`,
        remedy: `Use ${longestTimeout} or less.`,
      });
    listAt(body, "tags").forEach((tag, i) => {
      if (typeof tag !== "string" || storedAsSent.test(tag)) return;
      found.push({
        at: "service",
        path: `tags.${i}`,
        message: `the tag ${JSON.stringify(tag)} is stored otherwise`,
        remedy: "Use lower case letters, digits, and _ - : . / only.",
      });
    });
    return found;
  },
});
