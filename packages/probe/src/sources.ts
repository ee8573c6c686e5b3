import { ProbeDatabase } from "./database.ts";
import { ProbeFailure } from "./failure.ts";
import type { Sources } from "./part.ts";
import { type Settings, variables } from "./settings.ts";
import { StripeReader } from "./stripe.ts";

/** Connects the parts to what the settings name. Nothing is called yet. */
export function sourcesFor(settings: Settings): Sources {
  const { database, management, stripe, vercel, timeoutMs } = settings;
  const client = database === null ? null : new ProbeDatabase(database);
  const reader = stripe === null ? null : new StripeReader({ ...stripe, timeoutMs });
  return {
    stack: settings.stack,
    minimumCount: settings.minimumCount,
    database: () => client ?? unset("database"),
    stripe: () => reader ?? unset("stripe"),
    management: () => {
      const { url, token, ref } = management ?? unset("management");
      return { api: { vendor: "Supabase", url, token, credential: "SUPABASE_MANAGEMENT_TOKEN" }, ref };
    },
    vercel: () => {
      const { url, token, team, projects } = vercel ?? unset("vercel");
      const parameter = team?.startsWith("team_") ? "teamId" : "slug";
      const query = team === null ? "" : `${parameter}=${encodeURIComponent(team)}`;
      return { api: { vendor: "Vercel", url, token, credential: "VERCEL_API_TOKEN" }, query, projects };
    },
  };
}

function unset(source: keyof typeof variables): never {
  throw new ProbeFailure(
    "not-configured",
    `Not set in the environment: ${variables[source].join(", ")} (all are needed).`,
  );
}
