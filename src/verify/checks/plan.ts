import type { Resource } from "../../model/resource.ts";
import { groupBy } from "../../vendors/live.ts";
import type { Clients } from "../lists.ts";
import { sentryProjects } from "./carriers.ts";
import type { Check, ProjectFacts } from "./check.ts";
import { deploymentChecks } from "./deployments.ts";
import { downtimesCheck } from "./downtimes.ts";
import { drillRowsCheck, drillsMakeRows } from "./drill-rows.ts";
import { neverSeenChecks } from "./never-seen.ts";
import { keysCheck } from "./project-keys.ts";
import { archivedCheck, drillIssuesCheck } from "./sentry-issues.ts";
import { integrationCheck, membersCheck, targetsOf } from "./sentry-routes.ts";
import { datadogSignalChecks, sentrySignalChecks, testRunsCheck } from "./signals.ts";
import { slackCheck } from "./slack-channels.ts";
import { testMonitorsCheck } from "./test-monitors.ts";

/** Every question to the vendors beside the lists, for what the stack has. Sends nothing. */
export function checksFor(clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const has = new Set(resources.map(({ vendor }) => vendor));
  const { datadog, sentry, vercel, slack, supabase } = clients;
  const channels = channelsOf(facts, resources);
  return [
    ...(datadog && has.has("datadog")
      ? [
          downtimesCheck(datadog),
          ...(resources.some(({ kind }) => kind === "synthetics-test") ? [testMonitorsCheck(datadog)] : []),
          ...datadogSignalChecks(datadog, facts, resources),
          ...testRunsCheck(datadog, facts, resources),
        ]
      : []),
    ...(sentry && has.has("sentry") ? sentryChecks({ sentry }, facts, resources) : []),
    ...neverSeenChecks({ datadog, sentry }, facts, resources),
    ...(vercel ? deploymentChecks(vercel, resources) : []),
    ...(slack && channels.size > 0 ? [slackCheck(slack, channels)] : []),
    ...(supabase && drillsMakeRows(facts) ? [drillRowsCheck(supabase)] : []),
  ];
}

/** What the stack is not set up to check: told, so that nobody takes it for clean. */
export function notChecked(clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): string[] {
  const channels = [...channelsOf(facts, resources).keys()];
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
    ...(targets.integration.size > 0 ? [integrationCheck(sentry, organization, targets.integration)] : []),
    ...(targets.member.size > 0 ? [membersCheck(sentry, organization, targets.member)] : []),
    ...keys,
    ...sentrySignalChecks(sentry, organization, facts, resources),
  ];
}

/** Slack channels, with their `#`, each with the definitions whose messages name it. */
function channelsOf({ config }: ProjectFacts, resources: readonly Resource[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const channel of Object.values(config.channels)) {
    const handle = `@slack-${config.datadog.slackAccount}-${channel.slice(1)}`;
    const users = resources.flatMap(({ definition, body }) => {
      if (definition === null) return [];
      const message = typeof body.message === "string" ? body.message : "";
      const sends =
        message.split(/\s+/).includes(handle) || JSON.stringify(body.actionFilters ?? "").includes(`"${channel}"`);
      return sends ? [definition] : [];
    });
    if (users.length > 0) found.set(channel, [...new Set(users)]);
  }
  return found;
}
