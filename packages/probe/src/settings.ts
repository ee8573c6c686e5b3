import { z } from "zod";
import { addressFault } from "./address.ts";
import type { DatabaseAccess } from "./database.ts";
import { type Statement, statement } from "./statement.ts";

/** Where the probe reads and where it writes. A source that is not set up is null: its parts say so, the others work. */
export interface Settings {
  /** The value of the tag `env`. */
  stack: string;
  datadog: { url: string; apiKey: string };
  databases: DatabaseSettings[];
  /** The team's own questions. */
  statements: Statement[];
  stripe: { url: string; apiKey: string } | null;
  /** `projects`: ids by service. */
  vercel: { url: string; token: string; team: string | null; projects: ReadonlyMap<string, string> } | null;
  /** Limit of one part. */
  timeoutMs: number;
}

/** How one database is reached, and what the platform says of it. */
export interface DatabaseSettings {
  service: string;
  database: DatabaseAccess | null;
  management: { url: string; token: string; ref: string } | null;
  /** What its variables have behind their names: nothing where it is the only one. */
  suffix: string;
}

/** The environment cannot be used. */
class SettingsWrong extends Error {
  override readonly name = "SettingsWrong";
  readonly exitCode = 2;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables of each source. Those of a database have `_` and its service behind their names where there are several;
 * `SUPABASE_PROJECT_REF` is taken from the project's URL when it is left out. TOCSIN_SECRET_PROBE_TOKEN is what
 * `tocsin probe token` makes.
 */
export const variables = {
  database: ["SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "TOCSIN_SECRET_PROBE_TOKEN"],
  management: ["SUPABASE_MANAGEMENT_TOKEN", "SUPABASE_PROJECT_REF"],
  stripe: ["STRIPE_API_KEY"],
  vercel: ["VERCEL_API_TOKEN", "TOCSIN_PROBE_VERCEL_PROJECTS"],
} as const;

/**
 * Settings from the environment. `TOCSIN_PROBE_STACK` and `DD_API_KEY` must be there. Addresses may be redirected with
 * DD_HOST (or DD_SITE), SUPABASE_MANAGEMENT_URL, STRIPE_API_BASE and VERCEL_BASE_URL.
 *
 * @throws SettingsWrong
 */
export function settingsFrom(env: Environment): Settings {
  const text = (name: string): string | null => env[name]?.trim() || null;
  const needed = (name: string): string => {
    const value = text(name);
    if (value === null)
      throw new SettingsWrong(`Set ${name} in the environment: without it the probe reports to nobody.`);
    return value;
  };
  const url = (name: string, fallback: string): string => base(name, text(name) ?? fallback);
  const [stripe, vercel, projects] = [
    text("STRIPE_API_KEY"),
    text("VERCEL_API_TOKEN"),
    text("TOCSIN_PROBE_VERCEL_PROJECTS"),
  ];
  return {
    stack: needed("TOCSIN_PROBE_STACK"),
    datadog: {
      url: url("DD_HOST", `https://api.${text("DD_SITE") ?? "datadoghq.com"}`),
      apiKey: needed("DD_API_KEY"),
    },
    databases: databasesOf(text),
    statements: statementsOf(text("TOCSIN_PROBE_STATEMENTS")),
    stripe: stripe !== null ? { url: url("STRIPE_API_BASE", "https://api.stripe.com"), apiKey: stripe } : null,
    vercel:
      vercel !== null && projects !== null
        ? {
            url: url("VERCEL_BASE_URL", "https://api.vercel.com"),
            token: vercel,
            team: text("VERCEL_TEAM"),
            projects: projectsOf(projects),
          }
        : null,
    timeoutMs: wholeNumber("TOCSIN_PROBE_TIMEOUT_SECONDS", text("TOCSIN_PROBE_TIMEOUT_SECONDS") ?? "10") * 1000,
  };
}

/** What the variables of a service's database have behind their names; `only` one database needs nothing to tell it by. */
export const suffixOf = (service: string, only: boolean): string =>
  only ? "" : `_${service.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

/** `TOCSIN_PROBE_DATABASES` names the services that have one. */
function databasesOf(text: (name: string) => string | null): DatabaseSettings[] {
  const services = (text("TOCSIN_PROBE_DATABASES") ?? "").split(",").flatMap((name) => name.trim() || []);
  return services.map((service): DatabaseSettings => {
    const suffix = suffixOf(service, services.length === 1);
    const of = (name: string) => text(`${name}${suffix}`);
    const [url, key, token] = [of("SUPABASE_URL"), of("SUPABASE_PUBLISHABLE_KEY"), of("TOCSIN_SECRET_PROBE_TOKEN")];
    const [management, ref] = [of("SUPABASE_MANAGEMENT_TOKEN"), of("SUPABASE_PROJECT_REF") ?? refOf(url)];
    const api = `SUPABASE_MANAGEMENT_URL${suffix}`;
    return {
      service,
      suffix,
      database:
        url !== null && key !== null && token !== null
          ? { url: base(`SUPABASE_URL${suffix}`, url), publishableKey: key, token }
          : null,
      management:
        management !== null && ref !== null
          ? { url: base(api, text(api) ?? "https://api.supabase.com"), token: management, ref }
          : null,
    };
  });
}

/** @throws SettingsWrong for what is no list of statements */
function statementsOf(text: string | null): Statement[] {
  if (text === null) return [];
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = null;
  }
  const parsed = z.array(statement).safeParse(content);
  if (parsed.success) return parsed.data;
  throw new SettingsWrong("TOCSIN_PROBE_STATEMENTS is no list of statements: deploy the probe again (tocsin up).");
}

/** `web=prj_1,shop=prj_2`, as `TOCSIN_PROBE_VERCEL_PROJECTS` has it. */
export function projectsText(projects: ReadonlyMap<string, string>): string {
  return [...projects].map(([service, id]) => `${service}=${id}`).join(",");
}

function projectsOf(text: string): Map<string, string> {
  return new Map(
    text.split(",").map((entry): [string, string] => {
      const [service = "", id = "", ...more] = entry.trim().split("=");
      if (service === "" || id === "" || more.length > 0) {
        throw new SettingsWrong(
          `TOCSIN_PROBE_VERCEL_PROJECTS has "${entry}": write service=project id, separated by commas.`,
        );
      }
      return [service, id];
    }),
  );
}

/** A hosted project answers at `https://<ref>.supabase.co`. */
function refOf(url: string | null): string | null {
  return /^https:\/\/([a-z0-9]+)\.supabase\.co\/?$/.exec(url ?? "")?.[1] ?? null;
}

function base(name: string, value: string): string {
  const fault = addressFault(value);
  if (fault !== null) throw new SettingsWrong(`${name} ${fault}.`);
  return value.replace(/\/+$/, "");
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new SettingsWrong(`${name} is "${text}": write a whole number above 0.`);
  return Number(text);
}
