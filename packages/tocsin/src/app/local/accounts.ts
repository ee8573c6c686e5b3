/** The accounts that a stack file's vendors hold on the emulators, as `tocsin-emulators` takes them. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { cronSignals } from "../../model/crons.ts";
import type { Destination } from "../../model/destination.ts";
import { isInputMark } from "../../model/input.ts";
import type { Project } from "../../model/project.ts";
import { handleOf } from "../../vendors/destinations.ts";
import { migrationFor } from "../probe-migration.ts";
import { readAppFile } from "./app-file.ts";
import { watchedApp } from "./watched-app.ts";

/**
 * What the emulators are told of a project: everything in its stack file, its tables, and the app that its definitions watch.
 * @throws UsageError for a `test/local/app.json` that cannot be used
 */
export async function accountsOf(root: string, project: Pick<Project, "stack" | "definitions" | "sqlProbes">) {
  const { stack, definitions } = project;
  const { sentry, vercel, people, channels } = stack;
  // What a program makes by itself, with ids and addresses of its own, is no account that has to be there.
  const members = new Map(
    Object.entries(people)
      .filter(([, { mail, sentryUser }]) => !isInputMark(mail) && !isInputMark(sentryUser))
      .map(([name, { mail, sentryUser }]) => [sentryUser, { userId: sentryUser, mail, name }]),
  );
  const projects = Object.entries(vercel.projects).filter(([, { id }]) => !isInputMark(id));
  const byService = projects.map(([service, { id, name, url }]) => ({
    id,
    name,
    // An address that a program gives is known when it runs.
    ...(URL.canParse(url) ? { host: new URL(url).hostname } : {}),
    crons: cronSignals(definitions, service).flatMap(({ crons }) =>
      crons.map(({ path: cron, schedule }) => ({ path: cron, schedule })),
    ),
  }));
  return {
    stack: stack.name,
    slack: {
      account: stack.datadog.slackAccount,
      channels: [...new Set(Object.values(channels).map((channel) => channel.slice(1)))],
      ids: Object.fromEntries(
        Object.entries(vercel.monitors?.channels ?? {}).flatMap(([name, id]) => {
          const channel = channels[name];
          return channel === undefined ? [] : [[channel.slice(1), id]];
        }),
      ),
    },
    datadog: {
      handles: [...new Set(Object.values(stack.destinations).map(handleOf))],
      teams: Object.values(stack.destinations).flatMap((one) => (one.kind === "datadog-on-call" && one.id) || []),
    },
    sentry: {
      organization: sentry.organization,
      environment: sentry.environment,
      slackIntegration: sentry.slackIntegration,
      integrations: Object.values(stack.destinations).flatMap(integrationOf),
      projects: Object.values(sentry.projects).filter(({ errorMonitor }) => !isInputMark(errorMonitor)),
      members: [...members.values()],
    },
    vercel: {
      ...{ team: vercel.team, slug: vercel.teamSlug ?? vercel.team, projects: byService },
      ...installationOf(stack),
    },
    databases: await databasesOf(root, project),
    app: watchedApp(definitions, stack, readAppFile(root)),
  };
}

/** What Vercel's monitors notify by; ids that a program gives are no accounts that have to be there. */
function installationOf({ vercel: { monitors } }: Project["stack"]) {
  const { slackInstallation, webhooks = {} } = monitors ?? {};
  return {
    ...(slackInstallation === undefined || isInputMark(slackInstallation) ? {} : { slackInstallation }),
    webhooks: Object.values(webhooks).filter((id) => !isInputMark(id)),
  };
}

/** The integration at Sentry by which a destination is reached; none where Sentry reaches it by an app, or not at all. */
function integrationOf(destination: Destination): { id: string; provider: string }[] {
  switch (destination.kind) {
    case "pagerduty":
    case "opsgenie":
    case "discord":
      return destination.sentry ? [{ id: destination.sentry.integration, provider: destination.kind }] : [];
    case "microsoft-teams":
      return destination.sentry ? [{ id: destination.sentry.integration, provider: "msteams" }] : [];
    case "incident-io":
    case "datadog-on-call":
    case "webhook":
      return [];
  }
}

export type Accounts = Awaited<ReturnType<typeof accountsOf>>;

/** Each with its tables: `test/local/schema.sql` of a project with one database, `test/local/SERVICE.sql` where there are several. */
async function databasesOf(root: string, { stack, sqlProbes }: Pick<Project, "stack" | "sqlProbes">) {
  const all = Object.entries(stack.supabase);
  const databases = await Promise.all(
    all.map(async ([service, { projectRef }]) => {
      const file = path.join(root, "test", "local", all.length === 1 ? "schema.sql" : `${service}.sql`);
      const schema = existsSync(file) ? readFileSync(file, "utf8") : "";
      const migration = await migrationFor(sqlProbes.filter((probe) => probe.service === service));
      return [service, { ref: projectRef, schema, migration }] as const;
    }),
  );
  return Object.fromEntries(databases);
}
