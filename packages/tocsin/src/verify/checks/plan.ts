import type { Resource } from "../../model/resource.ts";
import { groupBy } from "../../vendors/live.ts";
import type { Clients } from "../lists.ts";
import { sentryProjects } from "./carriers.ts";
import type { Check, ProjectFacts } from "./check.ts";
import { deploymentChecks } from "./deployments.ts";
import { downtimesCheck } from "./downtimes.ts";
import { drillRowsCheck, drillsMakeRows } from "./drill-rows.ts";
import { handlesCheck } from "./handles.ts";
import { neverSeenChecks } from "./never-seen.ts";
import { keysCheck } from "./project-keys.ts";
import { archivedCheck, drillIssuesCheck } from "./sentry-issues.ts";
import { integrationCheck, membersCheck, targetsOf, teamsCheck } from "./sentry-routes.ts";
import { datadogSignalChecks, sentrySignalChecks, testRunsCheck } from "./signals.ts";
import { channelsOf, slackCheck } from "./slack-channels.ts";
import { testMonitorsCheck } from "./test-monitors.ts";

/** Every question to the vendors beside the lists, for what the stack has. Sends nothing. */
export function checksFor(clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const has = new Set(resources.map(({ vendor }) => vendor));
  const { datadog, sentry, vercel, slack, supabase } = clients;
  const channels = channelsOf(facts.config, resources);
  return [
    ...(datadog && has.has("datadog")
      ? [
          downtimesCheck(datadog),
          handlesCheck(datadog, resources),
          ...(resources.some(({ kind }) => kind === "synthetics-test") ? [testMonitorsCheck(datadog)] : []),
          ...datadogSignalChecks(datadog, facts, resources),
          ...testRunsCheck(datadog, facts, resources),
        ]
      : []),
    ...(sentry && has.has("sentry") ? sentryChecks({ sentry }, facts, resources) : []),
    ...neverSeenChecks({ datadog, sentry }, facts, resources),
    ...(vercel ? deploymentChecks(vercel, resources) : []),
    ...(slack && channels.size > 0 ? [slackCheck(slack, facts, resources)] : []),
    ...(supabase && drillsMakeRows(facts) ? [drillRowsCheck(supabase, facts)] : []),
  ];
}

/** What the stack is not set up to check: told, so that nobody takes it for clean. */
export function notChecked(clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): string[] {
  const channels = [...channelsOf(facts.config, resources).keys()];
  const one = channels.length === 1;
  return [
    ...(clients.slack !== undefined || channels.length === 0
      ? []
      : [
          `Whether the Slack channel${one ? "" : "s"} ${channels.join(", ")} exist${one ? "s" : ""} and hold${one ? "s" : ""} the bot: set SLACK_TOKEN to a bot's token to have it checked.`,
        ]),
    ...(clients.supabase !== undefined || !drillsMakeRows(facts)
      ? []
      : [
          "Whether a drill left rows in the database: set SUPABASE_URL and SUPABASE_DRILL_KEY, as for a drill, to have it checked.",
        ]),
  ];
}

function sentryChecks(
  { sentry }: Required<Pick<Clients, "sentry">>,
  facts: ProjectFacts,
  resources: readonly Resource[],
): Check[] {
  const { organization } = facts.config.sentry;
  const targets = targetsOf(resources);
  const watching = facts.definitions.flatMap(({ id, signal }) =>
    sentryProjects(signal, facts.config).map((project) => ({ project, id })),
  );
  const keys = [...groupBy(watching, ({ project }) => project)].map(([project, users]) =>
    keysCheck(
      sentry,
      organization,
      project,
      users.map(({ id }) => id),
    ),
  );
  return [
    archivedCheck(sentry, organization),
    drillIssuesCheck(sentry, organization),
    ...(targets.integration.size > 0 ? [integrationCheck(sentry, organization, resources)] : []),
    ...(targets.member.size > 0 ? [membersCheck(sentry, organization, resources)] : []),
    ...(targets.team.size > 0 ? [teamsCheck(sentry, organization, resources)] : []),
    ...keys,
    ...sentrySignalChecks(sentry, organization, facts, resources),
  ];
}
