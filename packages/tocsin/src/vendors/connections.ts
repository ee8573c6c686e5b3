import { z } from "zod";
import { addressFault } from "../model/address.ts";
import type { VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { databaseSuffix } from "./context.ts";
import { ConnectionsIncomplete, Environment } from "./environment.ts";
import { vendors } from "./index.ts";
import { type MailConnection, MailUrlWrong, mailFromEnvironment } from "./mail/connection.ts";
import type { VendorConnections } from "./registry.ts";
import { connectionUrl } from "./vendor.ts";

const supabase = z.object({ url: connectionUrl, key: z.string().min(1) });
const withToken = z.object({ url: connectionUrl, token: z.string().min(1) });

/** Where the vendors are, and what else a run reads and steers. */
export interface Connections extends Partial<VendorConnections> {
  /** Vendors that a run goes on without, with the variables that are not set. A question to them fails (`CredentialUnset`). */
  unset?: Readonly<Partial<Record<VendorName, readonly string[]>>>;
  /**
   * The monitored databases, by keys that may write, each under what its variables have behind their names (`databaseSuffix`).
   * Optional: only drills use them, in stacks that allow drills.
   */
  supabase?: Readonly<Record<string, z.infer<typeof supabase>>>;
  /** Where messages arrive. Optional: it manages nothing, and without it only the channels themselves stay unchecked. */
  slack?: z.infer<typeof withToken>;
  /** The mailbox that alerts arrive in. Optional: only the drill reads it. */
  mail?: MailConnection;
  /** Where the vendors' own status pages are, each below `/<vendor>`, when they are not at the vendors'. */
  statusPages?: { url: string; token?: string };
  /** What steers the emulated vendors. No stack but the local one has it. */
  emulated?: z.infer<typeof withToken>;
}

/**
 * Connections to `vendors` from the environment, with the names that the vendors' own tools use. `DD_HOST` (a URL) goes
 * before `DD_SITE` (a domain such as `datadoghq.eu`). `SLACK_TOKEN` (a bot's) is used when it is there, and so is the
 * mailbox of `TOCSIN_MAIL_URL` (see `mailFromEnvironment`). `TOCSIN_STATUS_PAGES` is an address below which the vendors' status
 * pages are (`/datadog`), for a network that reaches them by a mirror.
 *
 * @param needed whether `each` vendor needs its credentials, or one is enough, and the others are `unset`: for what only reads
 * @throws ConnectionsIncomplete naming every missing variable at once, or the one that cannot be used.
 */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  names: Iterable<VendorName>,
  needed: "each" | "one" = "each",
): Connections {
  const environment = new Environment(env);
  const wanted = new Set(names);
  const read = vendors.filter(({ name }) => wanted.has(name));
  const lacking = read
    .map(({ name, credentials }) => ({ name, missing: credentials.filter((one) => environment.text(one) === null) }))
    .filter(({ missing }) => missing.length > 0);
  if (lacking.length > 0 && (needed === "each" || lacking.length === read.length)) {
    const missing = lacking.flatMap((one) => one.missing);
    const unread = lacking.map(({ name }) => name).join(", ");
    throw new ConnectionsIncomplete(
      `Set ${missing.join(", ")} in the environment: without ${missing.length === 1 ? "it" : "them"} ${unread} cannot be read.`,
    );
  }
  const found: Connections =
    lacking.length === 0 ? {} : { unset: Object.fromEntries(lacking.map(({ name, missing }) => [name, missing])) };
  for (const vendor of read) Object.assign(found, { [vendor.name]: vendor.connect(environment) });
  const slackToken = environment.credential("SLACK_TOKEN");
  if (slackToken !== "") {
    found.slack = { url: environment.address("SLACK_API_BASE", "https://slack.com"), token: slackToken };
  }
  if (environment.text("TOCSIN_STATUS_PAGES") !== null)
    found.statusPages = { url: environment.address("TOCSIN_STATUS_PAGES", "") };
  const databases = environment.names(supabaseUrl).flatMap((name) => {
    const key = environment.credential(name.replace("SUPABASE_URL", "SUPABASE_DRILL_KEY"));
    return key === "" ? [] : [[name.slice("SUPABASE_URL".length), { url: environment.address(name, ""), key }]];
  });
  if (databases.length > 0) found.supabase = Object.fromEntries(databases);
  const mail = mailbox(env);
  if (mail !== null) found.mail = mail;
  return found;
}

function mailbox(env: Readonly<Record<string, string | undefined>>): MailConnection | null {
  try {
    return mailFromEnvironment(env);
  } catch (error) {
    if (error instanceof MailUrlWrong) throw new ConnectionsIncomplete(error.message, { cause: error });
    throw error;
  }
}

/** A variable with the address of a database: `SUPABASE_URL`, or `SUPABASE_URL_SHOP` where there are several. */
const supabaseUrl = /^SUPABASE_URL(_[A-Z0-9_]+)?$/;

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

/** What the local stack's file has of the vendors that have an emulator, and beside them. */
const localVendors = z.object(
  Object.fromEntries(vendors.flatMap(({ name, emulated }) => (emulated === null ? [] : [[name, emulated]]))),
);
const localOthers = z.object({
  supabase: z.union([supabase, z.record(z.string(), supabase)]).optional(),
  slack: withToken.optional(),
  mail: z.object({ url: connectionUrl }).optional(),
  control: withToken.optional(),
  "status-pages": withToken.optional(),
});

/**
 * Connections to the emulated vendors, from the content of `.local/vendors.json`.
 *
 * @throws ConnectionsIncomplete naming the fields that are not as expected.
 */
export function fromLocal(vendorsJson: unknown): Connections {
  const parsed = localVendors.safeParse(vendorsJson);
  const others = localOthers.safeParse(vendorsJson);
  if (parsed.success && others.success) {
    const { slack: channels, mail, supabase: database, control, "status-pages": pages } = others.data;
    return {
      ...parsed.data,
      ...(database ? { supabase: localDatabases(database) } : {}),
      ...(channels ? { slack: channels } : {}),
      // The mailbox of everybody opens to whoever may steer the vendors.
      ...(mail && control ? { mail: { url: mail.url, token: control.token } } : {}),
      ...(pages ? { statusPages: pages } : {}),
      ...(control ? { emulated: control } : {}),
    };
  }
  const issues = [parsed, others].flatMap(({ error }) => error?.issues ?? []);
  const fields = [...new Set(issues.map(({ path }) => path.join(".") || "the file itself"))].join(", ");
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
  "TOCSIN_STATUS_PAGES",
  "GITHUB_API_URL",
];

/** Every address in an environment to which no credential may be sent, as a sentence each. */
export function addressFaults(env: Readonly<Record<string, string | undefined>>): string[] {
  const environment = new Environment(env);
  return [...new Set([...addressVariables, ...environment.names(supabaseUrl)])].flatMap((name) => {
    const value = environment.text(name);
    const fault = value === null ? null : addressFault(value);
    return fault === null ? [] : [`${name} ${fault}.`];
  });
}
