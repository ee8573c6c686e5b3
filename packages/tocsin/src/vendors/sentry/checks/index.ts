import type { Resource } from "../../../model/resource.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import type { SentryClient } from "../client.ts";
import { archivedCheck, drillIssuesCheck } from "./issues.ts";
import { recipientChecks } from "./named.ts";
import { projectChecks } from "./watched.ts";

/** Every question to Sentry beside the lists, for what the stack has. Sends nothing. */
export function sentryChecks(client: SentryClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const { organization } = facts.config.sentry;
  return [
    archivedCheck(client, organization),
    drillIssuesCheck(client, organization),
    ...recipientChecks(client, organization, resources),
    ...projectChecks(client, facts, resources),
  ];
}
