/** The accounts that a stack file's vendors hold on the emulators, as `tocsin-emulators` takes them. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../model/project.ts";
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
  const members = new Map(
    Object.entries(people).map(([name, { mail, sentryUser }]) => [sentryUser, { userId: sentryUser, mail, name }]),
  );
  const byService = Object.entries(vercel.projects).map(([service, { id, name, url }]) => ({
    id,
    name,
    // An address that a program gives is known when it runs.
    ...(URL.canParse(url) ? { host: new URL(url).hostname } : {}),
    crons: definitions.flatMap(({ signal }) =>
      signal.kind === "crons" && signal.service === service
        ? signal.crons.map(({ path: cron, schedule }) => ({ path: cron, schedule }))
        : [],
    ),
  }));
  return {
    stack: stack.name,
    slack: {
      account: stack.datadog.slackAccount,
      channels: [...new Set(Object.values(channels).map((channel) => channel.slice(1)))],
    },
    sentry: {
      organization: sentry.organization,
      environment: sentry.environment,
      slackIntegration: sentry.slackIntegration,
      projects: Object.values(sentry.projects),
      members: [...members.values()],
    },
    vercel: { team: vercel.team, slug: vercel.teamSlug ?? vercel.team, projects: byService },
    databases: await databasesOf(root, project),
    app: watchedApp(definitions, stack, readAppFile(root)),
  };
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
