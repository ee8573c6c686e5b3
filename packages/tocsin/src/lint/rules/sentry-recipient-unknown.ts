import type { Resource } from "../../model/resource.ts";
import { targetsOf } from "../../vendors/sentry/checks/named.ts";
import { type NamedProblem, rule } from "../rule.ts";

/** Whether any alert names a team: else Sentry need not be asked for them. */
export function namesTeams(resources: readonly Resource[]): boolean {
  const { team, assignedTeam } = targetsOf(resources);
  return team.size + assignedTeam.size > 0;
}

export const sentryRecipientUnknown = rule({
  id: "sentry/recipient-unknown",
  severity: "error",
  title: "Sentry knows no such member, team or integration",
  looksAt: "live",
  check: ({ sentry }, { config, resources }) => {
    if (sentry === null) return [];
    const { member, team, integration, assignedMember, assignedTeam } = targetsOf(resources);
    const unknown = (
      ids: ReadonlyMap<string, unknown>,
      known: ReadonlySet<string> | null,
      what: string,
      section: string,
      then: string,
    ) =>
      [...ids.keys()].flatMap((id) =>
        known === null || known.has(id) ? [] : [said(config.name, `${what} ${id}`, section, then)],
      );
    return [
      ...unknown(member, sentry.users, "user", "people", undelivered),
      ...unknown(team, sentry.teams, "team", "sentry", undelivered),
      ...unknown(integration, sentry.integrations, "working integration", "sentry", undelivered),
      ...unknown(assignedMember, sentry.users, "user", "people", unassigned),
      ...unknown(assignedTeam, sentry.teams, "team", "sentry", unassigned),
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
