import type { Resource } from "../../../model/resource.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { groupBy } from "../../live.ts";
import type { SentryClient } from "../client.ts";
import { sentryProjects } from "./carriers.ts";
import { archivedCheck, drillIssuesCheck } from "./issues.ts";
import { keysCheck } from "./keys.ts";
import { neverSeenChecks } from "./never-seen.ts";
import { integrationCheck, membersCheck, targetsOf, teamsCheck } from "./routes.ts";
import { signalChecks } from "./signals.ts";

/** Every question to Sentry beside the lists, for what the stack has. Sends nothing. */
export function sentryChecks(client: SentryClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const { organization } = facts.config.sentry;
  const targets = targetsOf(resources);
  return [
    archivedCheck(client, organization),
    drillIssuesCheck(client, organization),
    ...(targets.integration.size > 0 ? [integrationCheck(client, organization, resources)] : []),
    ...(targets.member.size + targets.assignedMember.size > 0 ? [membersCheck(client, organization, resources)] : []),
    ...(targets.team.size + targets.assignedTeam.size > 0 ? [teamsCheck(client, organization, resources)] : []),
    ...keyChecks(client, facts),
    ...signalChecks(client, organization, facts, resources),
    ...neverSeenChecks(client, facts, resources),
  ];
}

/** One a project that alerts watch, with all that watch it. */
function keyChecks(client: SentryClient, { config, definitions }: ProjectFacts): Check[] {
  const watching = definitions.flatMap(({ id, signal }) =>
    sentryProjects(signal, config).map((project) => ({ project, id })),
  );
  return [...groupBy(watching, ({ project }) => project)].map(([project, users]) => {
    const ids = users.map(({ id }) => id);
    return keysCheck(client, config.sentry.organization, project, ids);
  });
}
