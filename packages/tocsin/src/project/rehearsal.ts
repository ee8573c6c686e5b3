/** A stack file of real accounts, as it is used on the emulated vendors. */

import { placeholders } from "../model/placeholder.ts";
import { isObject } from "../model/resource.ts";
import { databaseSuffix } from "../vendors/context.ts";

type Tree = Record<string, unknown>;

/** What stands for a placeholder, by the last name of its path; `above` is the name before that, `at` its number. */
const made: Readonly<Record<string, (above: string, at: number) => string>> = {
  runbooks: () => "https://runbooks.example",
  slackIntegration: () => "55",
  integration: () => "56",
  errorMonitor: (_, at) => String(100 + at),
  issueStreamMonitor: (_, at) => String(100 + at),
  sentryUser: (_, at) => String(100 + at),
  slug: (above) => above,
  id: (above) => `prj_${above}`,
  name: (above) => above,
  url: (above) => `https://${above}.example`,
  mail: (above) => `${above}@example.com`,
  projectRef: (above) => above,
  datadogSite: () => "datadoghq.com",
};

/** The same in sections in which a name of the team's stands for one value. */
const ofSections: Readonly<Record<string, (name: string) => string>> = {
  "tocsin:channels": (name) => `#${name}`,
  "tocsin:hosts": (name) => `https://${name}.example`,
  "tocsin:scopes": (name) => `${name}:rehearsal`,
};

/**
 * The settings of a stack file (keys `tocsin:SECTION`) with something made up in place of every placeholder, and with a probe that
 * asks the emulated vendors only.
 */
export function rehearsed(config: Tree): Tree {
  let filled = config;
  for (const [at, path] of placeholders(config).entries()) {
    const [last = "", above = ""] = path.toReversed().map((name) => name.replace(/^tocsin:/, ""));
    const named = ofSections[path[0] ?? ""]?.(path[1] ?? "");
    filled = withValue(filled, path, named ?? made[last]?.(above, at) ?? "rehearsal");
  }
  const supabase = filled["tocsin:supabase"];
  const probe = filled["tocsin:probe"];
  if (!isObject(probe)) return filled;
  const services = isObject(supabase) ? Object.entries(supabase) : [];
  const databases = services.map(([service, settings]) => {
    const suffix = databaseSuffix(
      service,
      services.map(([name]) => name),
    );
    const url = `secret:PROBE_SUPABASE_URL${suffix}`;
    const publishableKey = `secret:PROBE_SUPABASE_PUBLISHABLE_KEY${suffix}`;
    return [service, { ...(isObject(settings) ? settings : {}), probe: { url, publishableKey } }];
  });
  return {
    ...filled,
    ...(isObject(supabase) ? { "tocsin:supabase": Object.fromEntries(databases) } : {}),
    "tocsin:probe": {
      ...probe,
      redirected: ["DD_HOST", "SUPABASE_MANAGEMENT_URL", "STRIPE_API_BASE", "VERCEL_BASE_URL"],
    },
  };
}

function withValue(tree: Tree, [key = "", ...rest]: readonly string[], value: string): Tree {
  const below = tree[key];
  if (rest.length === 0) return { ...tree, [key]: value };
  if (Array.isArray(below)) {
    const index = Number(rest[0]);
    return { ...tree, [key]: below.map((one: unknown, at) => (at === index ? value : one)) };
  }
  return { ...tree, [key]: withValue(isObject(below) ? below : {}, rest, value) };
}
