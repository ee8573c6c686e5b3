import { ProbeDatabase } from "./database.ts";
import { ProbeFailure } from "./failure.ts";
import type { Sources, WatchedDatabase } from "./part.ts";
import { type DatabaseSettings, type Settings, variables } from "./settings.ts";
import { StripeReader } from "./stripe.ts";

/** Connects the parts to what the settings name. Nothing is called yet. */
export function sourcesFor(settings: Settings): Sources {
  const { databases, stripe, vercel, timeoutMs } = settings;
  const reader = stripe === null ? null : new StripeReader({ ...stripe, timeoutMs });
  return {
    stack: settings.stack,
    databases: databases.map(watched),
    stripe: () => reader ?? unset("stripe"),
    vercel: () => {
      const { url, token, team, projects } = vercel ?? unset("vercel");
      const parameter = team?.startsWith("team_") ? "teamId" : "slug";
      const query = team === null ? "" : `${parameter}=${encodeURIComponent(team)}`;
      return { api: { vendor: "Vercel", url, token, credential: "VERCEL_API_TOKEN" }, query, projects };
    },
  };
}

function watched({ service, database, management, suffix }: DatabaseSettings): WatchedDatabase {
  const client = database === null ? null : new ProbeDatabase(database);
  return {
    service,
    client: () => client ?? unset("database", suffix),
    management: () => {
      const { url, token, ref } = management ?? unset("management", suffix);
      return { api: { vendor: "Supabase", url, token, credential: `SUPABASE_MANAGEMENT_TOKEN${suffix}` }, ref };
    },
  };
}

function unset(source: keyof typeof variables, suffix = ""): never {
  const names = variables[source].map((name) => `${name}${suffix}`);
  throw new ProbeFailure("not-configured", `Not set in the environment: ${names.join(", ")} (all are needed).`);
}
