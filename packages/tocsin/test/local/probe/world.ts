import { z } from "zod";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { type Listening, listen } from "../../../../emulators/src/listen.ts";
import { createStripe } from "../../../../emulators/src/stripe/app.ts";
import { createSupabase } from "../../../../emulators/src/supabase/app.ts";
import { createVercel } from "../../../../emulators/src/vercel/app.ts";
import { onlyDatabase, projectStatements, teamContext } from "../../../../emulators/test/team.ts";
import type { DatabaseAccess } from "../../../../probe/src/database.ts";
import { type Report, runProbe } from "../../../../probe/src/run.ts";
import { type DatabaseSettings, type Settings, settingsFrom } from "../../../../probe/src/settings.ts";
import { mintToken } from "../../../../probe/src/token.ts";

const answerShape = z.object({
  series: z.array(z.object({ scope: z.string(), pointlist: z.array(z.tuple([z.number(), z.number().nullable()])) })),
});

/** The service whose database it is. */
const database = "cliply-database";

/** What the probe reads and writes, emulated, on ports of its own. */
export async function startWorld() {
  const context = teamContext();
  const supabase = createSupabase(context);
  const project = onlyDatabase(supabase);
  const stripe = createStripe(context);
  const vercel = createVercel(context);
  const datadog = createDatadog(context);
  const servers: Listening[] = [];
  const serve = async (vendor: { app: Parameters<typeof listen>[0] }) => {
    const server = await listen(vendor.app);
    servers.push(server);
    return server.url;
  };
  const { tokens } = context;
  const supabaseUrl = await serve(supabase);
  const datadogUrl = await serve(datadog);
  const environment: Record<string, string> = {
    TOCSIN_PROBE_STACK: "test",
    DD_HOST: datadogUrl,
    DD_API_KEY: tokens.datadog.apiKey,
    TOCSIN_PROBE_DATABASES: database,
    TOCSIN_PROBE_STATEMENTS: JSON.stringify(projectStatements),
    SUPABASE_URL: supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: tokens.supabase.publishableKey,
    TOCSIN_SECRET_PROBE_TOKEN: mintToken(tokens.supabase.jwtSecret, new Date(), 3600),
    SUPABASE_MANAGEMENT_URL: supabaseUrl,
    SUPABASE_MANAGEMENT_TOKEN: tokens.supabase.token,
    SUPABASE_PROJECT_REF: project.platform.ref,
    STRIPE_API_BASE: await serve(stripe),
    STRIPE_API_KEY: tokens.stripe.apiKey,
    VERCEL_BASE_URL: await serve(vercel),
    VERCEL_API_TOKEN: tokens.vercel.token,
    VERCEL_TEAM: "team_acme",
    TOCSIN_PROBE_VERCEL_PROJECTS: "cliply-web=prj_cliplyweb,tips=prj_tips",
  };

  /** The value that the emulated Datadog would graph for what a run sent; null when it has none. */
  const graphed = async (report: Report, metric: string, ...tags: string[]): Promise<number | null> => {
    const query = `max:${metric}{${[`env:${report.stack}`, ...tags].join(",")}}`;
    const now = Math.floor(Date.now() / 1000);
    const search = new URLSearchParams({ from: String(now - 300), to: String(now + 60), query });
    const headers = { "dd-api-key": tokens.datadog.apiKey, "dd-application-key": tokens.datadog.appKey };
    const response = await fetch(`${datadogUrl}/api/v1/query?${search}`, { headers });
    const { series } = answerShape.parse(await response.json());
    return series[0]?.pointlist.findLast(([, value]) => value !== null)?.[1] ?? null;
  };

  // Started by its first call, which takes longer than a part may.
  await project.database.catalog();
  let runs = 0;
  return {
    context,
    project,
    stripe,
    vercel,
    environment,
    graphed,
    /** Settings with another way to the database, or to what the platform says of it. */
    reaching: (change: Partial<DatabaseSettings>): Partial<Settings> => ({
      databases: settingsFrom(environment).databases.map((one) => ({ ...one, ...change })),
    }),
    /** How the database is reached. */
    access: (): DatabaseAccess => {
      const access = settingsFrom(environment).databases[0]?.database;
      if (!access) throw new Error("the database is not configured");
      return access;
    },
    settings: (change: Partial<Settings> = {}): Settings => ({ ...settingsFrom(environment), ...change }),
    /** One run; each has a tag `env` of its own, so that points of the same second are told apart. */
    run: (change: Partial<Settings> = {}) =>
      runProbe({ ...settingsFrom(environment), stack: `test-${++runs}`, ...change }),
    /** Changes the monitored database as its owner. */
    sql: (text: string) => project.database.migrate(text),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await supabase.close?.();
    },
  };
}

/** The parts that ask the database. */
export const databaseParts = [...projectStatements.map(({ id }) => `sql-${id}`), "connections", "table-sizes"];

/** The value of one metric of a run; the first that has all of `tags`. */
export function value(report: Report, name: string, tags: Record<string, string> = {}): number | undefined {
  return report.metrics.find(
    (metric) => metric.name === name && Object.entries(tags).every(([key, text]) => metric.tags[key] === text),
  )?.value;
}

/** The parts that failed, each with its reasons. */
export function failed(report: Report): Record<string, string[]> {
  const entries = report.parts
    .filter(({ failures }) => failures.length > 0)
    .map(({ part, failures }): [string, string[]] => [part, failures.map(({ reason }) => reason)]);
  return Object.fromEntries(entries);
}
