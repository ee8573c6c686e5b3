import { z } from "zod";
import { addressFault } from "../model/address.ts";
import { type Vendor, vendorNames } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { databaseSuffix } from "./context.ts";
import { type MailConnection, MailUrlWrong, mailFromEnvironment } from "./mail/connection.ts";

/** The local stack writes its own addresses; what somebody else has put there is judged like any other. */
const url = z.string().refine((text) => addressFault(text) === null);
const datadog = z.object({ url, apiKey: z.string().min(1), appKey: z.string().min(1) });
const sentry = z.object({ url, token: z.string().min(1) });
const vercel = z.object({ url, token: z.string().min(1), team: z.string().min(1).nullable() });
const stripe = z.object({ url, apiKey: z.string().min(1) });
const supabase = z.object({ url, key: z.string().min(1) });
const emulated = z.object({ url, token: z.string().min(1) });
const slack = z.object({ url, token: z.string().min(1) });

/** Where a vendor is and with what credential to read it. URLs are without a trailing slash; Sentry's is before `/api/0`. */
export interface Connections {
  datadog?: z.infer<typeof datadog>;
  sentry?: z.infer<typeof sentry>;
  vercel?: z.infer<typeof vercel>;
  stripe?: z.infer<typeof stripe>;
  /**
   * The monitored databases, by keys that may write, each under what its variables have behind their names (`databaseSuffix`).
   * Optional: only drills use them, in stacks that allow drills.
   */
  supabase?: Readonly<Record<string, z.infer<typeof supabase>>>;
  /** Where messages arrive. Optional: it manages nothing, and without it only the channels themselves stay unchecked. */
  slack?: z.infer<typeof slack>;
  /** The mailbox that alerts arrive in. Optional: only the drill reads it. */
  mail?: MailConnection;
  /** What steers the emulated vendors. No stack but the local one has it. */
  emulated?: z.infer<typeof emulated>;
}

/** The environment lacks what reading the named vendors needs, or holds something that cannot be used. */
export class ConnectionsIncomplete extends Error {
  override readonly name = "ConnectionsIncomplete";
}

type Environment = Record<string, string | undefined>;

/** The variables that each vendor needs; those with a default are not named. */
const required: Record<Vendor, string[]> = {
  datadog: ["DD_API_KEY", "DD_APP_KEY"],
  sentry: ["SENTRY_AUTH_TOKEN"],
  vercel: ["VERCEL_API_TOKEN"],
  stripe: ["STRIPE_API_KEY"],
};

/**
 * Connections to `vendors` from the environment, with the names that the vendors' own tools use. `DD_HOST` (an URL) goes
 * before `DD_SITE` (a domain such as `datadoghq.eu`). `SLACK_TOKEN` (a bot's) is used when it is there, and so is the
 * mailbox of `TOCSIN_MAIL_URL` (see `mailFromEnvironment`).
 *
 * @throws ConnectionsIncomplete naming every missing variable at once, or the one that is no URL.
 */
export function fromEnvironment(env: Environment, vendors: Iterable<Vendor>): Connections {
  const wanted = new Set(vendors);
  const lacking = vendorNames
    .filter((vendor) => wanted.has(vendor))
    .map((vendor) => ({ vendor, names: required[vendor].filter((name) => text(env, name) === null) }))
    .filter(({ names }) => names.length > 0);
  if (lacking.length > 0) {
    const names = lacking.flatMap((one) => one.names);
    const unread = lacking.map(({ vendor }) => vendor).join(", ");
    throw new ConnectionsIncomplete(
      `Set ${names.join(", ")} in the environment: without ${names.length === 1 ? "it" : "them"} ${unread} cannot be read.`,
    );
  }
  const get = (name: string) => text(env, name) ?? "";
  const found: Connections = {};
  if (wanted.has("datadog")) {
    found.datadog = { url: datadogUrl(env), apiKey: get("DD_API_KEY"), appKey: get("DD_APP_KEY") };
  }
  if (wanted.has("sentry")) {
    const url = base(env, "SENTRY_BASE_URL", "https://sentry.io").replace(/\/api$/, "");
    found.sentry = { url, token: get("SENTRY_AUTH_TOKEN") };
  }
  if (wanted.has("vercel")) {
    const url = base(env, "VERCEL_BASE_URL", "https://api.vercel.com");
    found.vercel = { url, token: get("VERCEL_API_TOKEN"), team: text(env, "VERCEL_TEAM") };
  }
  if (wanted.has("stripe")) {
    found.stripe = { url: base(env, "STRIPE_API_BASE", "https://api.stripe.com"), apiKey: get("STRIPE_API_KEY") };
  }
  const slackToken = text(env, "SLACK_TOKEN");
  if (slackToken !== null) found.slack = { url: base(env, "SLACK_API_BASE", "https://slack.com"), token: slackToken };
  const databases = supabaseUrls(env).flatMap((name) => {
    const key = text(env, name.replace("SUPABASE_URL", "SUPABASE_DRILL_KEY"));
    return key === null ? [] : [[name.slice("SUPABASE_URL".length), { url: base(env, name, ""), key }]];
  });
  if (databases.length > 0) found.supabase = Object.fromEntries(databases);
  const mail = mailbox(env);
  if (mail !== null) found.mail = mail;
  return found;
}

function mailbox(env: Environment): MailConnection | null {
  try {
    return mailFromEnvironment(env);
  } catch (error) {
    if (error instanceof MailUrlWrong) throw new ConnectionsIncomplete(error.message, { cause: error });
    throw error;
  }
}

/** Variables with the address of a database: `SUPABASE_URL`, or `SUPABASE_URL_SHOP` where there are several. */
const supabaseUrls = (env: Environment): string[] =>
  Object.keys(env).filter((name) => /^SUPABASE_URL(_[A-Z0-9_]+)?$/.test(name) && text(env, name) !== null);

/** How each service's database is reached; `credential` names the variable of its key. */
export type DatabaseConnections = ReadonlyMap<string, { url: string; key: string; credential: string }>;

/** The databases of a stack to which a connection is known. */
export function databasesIn(
  { supabase: open = {} }: Connections,
  stack: Pick<StackConfig, "supabase">,
): DatabaseConnections {
  const services = Object.keys(stack.supabase);
  return new Map(
    services.flatMap((service) => {
      const suffix = databaseSuffix(service, services);
      const found = open[suffix];
      return found === undefined ? [] : [[service, { ...found, credential: `SUPABASE_DRILL_KEY${suffix}` }] as const];
    }),
  );
}

const localFile = z.object({
  datadog,
  sentry,
  vercel,
  stripe,
  supabase: z.union([supabase, z.record(z.string(), supabase)]).optional(),
  slack: slack.optional(),
  mail: z.object({ url }).optional(),
  control: emulated.optional(),
});

/**
 * Connections to the emulated vendors, from the content of `.local/vendors.json`.
 *
 * @throws ConnectionsIncomplete naming the fields that are not as expected.
 */
export function fromLocal(vendorsJson: unknown): Connections {
  const parsed = localFile.safeParse(vendorsJson);
  if (parsed.success) {
    const { slack: channels, mail, supabase: database, control, ...vendors } = parsed.data;
    return {
      ...vendors,
      ...(database ? { supabase: localDatabases(database) } : {}),
      ...(channels ? { slack: channels } : {}),
      // The mailbox of everybody opens to whoever may steer the vendors.
      ...(mail && control ? { mail: { url: mail.url, token: control.token } } : {}),
      ...(control ? { emulated: control } : {}),
    };
  }
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || "the file itself"))].join(", ");
  throw new ConnectionsIncomplete(
    `vendors.json of the local stack is not usable (${fields}): start the local stack again.`,
  );
}

/** One database as it is, several by their services. */
function localDatabases(section: z.infer<typeof supabase> | Record<string, z.infer<typeof supabase>>) {
  const single = supabase.safeParse(section);
  if (single.success) return { "": single.data };
  const all = Object.entries(z.record(z.string(), supabase).parse(section));
  const services = all.map(([service]) => service);
  return Object.fromEntries(all.map(([service, one]) => [databaseSuffix(service, services), one]));
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function datadogUrl(env: Environment): string {
  const site = text(env, "DD_SITE") ?? "datadoghq.com";
  if (text(env, "DD_HOST") === null && !z.hostname().safeParse(site).success) {
    throw new ConnectionsIncomplete("DD_SITE is not the domain of a Datadog site, such as datadoghq.eu.");
  }
  return base(env, "DD_HOST", `https://api.${site}`);
}

function base(env: Environment, name: string, fallback: string): string {
  return checkedAddress(name, text(env, name) ?? fallback);
}

/** A base address without its trailing slashes. @throws ConnectionsIncomplete when no credential may be sent there */
function checkedAddress(name: string, value: string): string {
  const fault = addressFault(value);
  if (fault !== null) throw new ConnectionsIncomplete(`${name} ${fault}.`);
  return value.replace(/\/+$/, "");
}

/** Variables that name where credentials go: ours, and those that the engine's plugins read by themselves. */
const addressVariables = [
  "DD_HOST",
  "DATADOG_HOST",
  "SENTRY_BASE_URL",
  "VERCEL_BASE_URL",
  "STRIPE_API_BASE",
  "SLACK_API_BASE",
  "SUPABASE_URL",
  "SUPABASE_MANAGEMENT_URL",
  "GITHUB_API_URL",
];

/** Every address in an environment to which no credential may be sent, as a sentence each. */
export function addressFaults(env: Environment): string[] {
  return [...new Set([...addressVariables, ...supabaseUrls(env)])].flatMap((name) => {
    const value = text(env, name);
    const fault = value === null ? null : addressFault(value);
    return fault === null ? [] : [`${name} ${fault}.`];
  });
}
