import { settingOf } from "../context.ts";
import type { VendorDrill } from "../firing.ts";
import type { VendorConnections } from "../registry.ts";
import type { SentryClient } from "./client.ts";
import { checkInsPath, openIssues, passRuns, resolveIssues, SentryFire } from "./fire.ts";

declare module "../registry.ts" {
  interface DrillClients {
    sentry: SentryFire;
  }
}

export const sentryDrill: VendorDrill<VendorConnections["sentry"], SentryFire, SentryClient> = {
  client: (connection, { sentry }, ageMs) => new SentryFire(connection, sentry.organization, ageMs),
  now: (sentry) => sentry.now(),
  undo: (sentry, { method, path, body }) => {
    if (path === checkInsPath) return passRuns(sentry, body);
    return method === "PUT" ? resolveIssues(sentry, path) : null;
  },
  leftovers: (sentry) => [{ what: "issues that a drill made", putBack: () => resolveIssues(sentry, openIssues) }],
  /** What the actions of its alerts name. */
  async unreachable(sentry, { own }, { stack }) {
    if (sentry === undefined) return "no connection to Sentry is configured";
    const { integrations, members } = await sentry.recipients.get();
    const { slackIntegration } = stack.sentry;
    if (own.slack.length > 0 && !integrations.has(slackIntegration)) {
      return `Sentry's Slack integration ${slackIntegration} is gone or not active`;
    }
    for (const name of own.mail) {
      const { sentryUser, mail } = settingOf(stack.people, name, "people", stack);
      const address = members.get(sentryUser);
      if (address === undefined) return `Sentry has no member ${sentryUser} (${name})`;
      if (address.toLowerCase() !== mail.toLowerCase()) return `Sentry writes to ${name} at another address`;
    }
    return null;
  },
};
