import { type MethodsOf, none, noThreshold, orNone } from "../method.ts";
import { errorsInjection, issueInjection, spansInjection } from "./fire-events.ts";

/** How what Sentry watches is made to fire. */
export const sentryMethods: MethodsOf<"sentry"> = {
  "sentry-errors": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    const counted = signal.count === "users" || signal.unhandled !== undefined;
    return orNone(
      errorsInjection(signal, threshold),
      counted
        ? "a drill's events have no users and are no crashes"
        : threshold.comparison === "below"
          ? "events that must become fewer cannot be withheld"
          : "the time that it is compared with is too near to differ from now",
    );
  },
  "sentry-anomaly": () => none("what is unusual for Sentry cannot be known beforehand"),
  "sentry-issues": (signal) =>
    orNone(issueInjection(signal), "it waits for more than one new event: for a state or a history of its issue"),
  "sentry-spans": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    return orNone(
      spansInjection(signal, threshold),
      threshold.comparison === "below"
        ? "events that must become fewer cannot be withheld"
        : "a drill sends slow spans only, and this is no percentile of their durations",
    );
  },
  "sentry-uptime": () => none("an endpoint cannot be made to fail from outside"),
  "check-ins": ({ project, slug }, { definition: { condition } }) => {
    if (condition.kind !== "consecutive-failures") return noThreshold();
    const { failures, recoverAfter = 1 } = condition;
    return { injection: { kind: "check-ins", project, slug, failures, passes: recoverAfter } };
  },
  "sentry-monitor": () => none("its body is Sentry's own: what makes it fire is not known"),
};
