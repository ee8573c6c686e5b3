import { type NamedProblem, rule } from "../rule.ts";
import { namedAtSentry } from "../sentry-named.ts";

export const sentryRecipientUnknown = rule({
  id: "sentry/recipient-unknown",
  severity: "error",
  title: "Sentry knows no such member, team or Slack integration",
  looksAt: "live",
  check: ({ sentry }, { config, resources }) => {
    if (sentry === null) return [];
    const { mailed, assigned, slack } = namedAtSentry(resources);
    const unknown = (
      ids: ReadonlySet<string>,
      known: ReadonlySet<string> | null,
      what: string,
      section: string,
      then: string,
    ) =>
      [...ids].flatMap((id) =>
        known === null || known.has(id) ? [] : [said(config.name, `${what} ${id}`, section, then)],
      );
    return [
      ...unknown(mailed.user, sentry.users, "user", "people", undelivered),
      ...unknown(mailed.team, sentry.teams, "team", "sentry", undelivered),
      ...unknown(slack, sentry.integrations, "working Slack integration", "sentry", undelivered),
      ...unknown(assigned.user, sentry.users, "user", "people", unassigned),
      ...unknown(assigned.team, sentry.teams, "team", "sentry", unassigned),
    ];
  },
});

const undelivered = "its alerts are not delivered there";
const unassigned = "no issue is ever assigned to them, so that what asks for it never fires";

const said = (stack: string, what: string, section: string, then: string): NamedProblem => ({
  definition: null,
  subject: what,
  at: null,
  in: { file: `Pulumi.${stack}.yaml`, key: section },
  message: `the Sentry organisation has no ${what}: ${then}`,
  remedy: `Correct \`tocsin:${section}\` in Pulumi.${stack}.yaml, or repair it at Sentry.`,
});
