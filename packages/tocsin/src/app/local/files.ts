/** Where the local stack keeps what it writes, and what `vendors.json` there says. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { mintToken, suffixOf } from "tocsin-probe";
import { z } from "zod";
import { secretVariable } from "../../model/secrets.ts";
import { jsonIn } from "../../shared/json-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { VendorUnreachable } from "../../vendors/http/errors.ts";

const url = z.url();
const text = z.string().min(1);

const database = z.object({
  url,
  key: text,
  publishableKey: text,
  jwtSecret: text,
  managementUrl: url,
  token: text,
  ref: text,
});

/** By what names of a database's variables have behind them: one alone has nothing there. */
export const databaseSections = z.union([
  database.transform((only) => ({ "": only })),
  z.record(z.string(), database).transform((all) => {
    const services = Object.keys(all);
    return Object.fromEntries(
      Object.entries(all).map(([service, one]) => [suffixOf(service, services.length === 1), one]),
    );
  }),
]);

/** What `packages/emulators/src/main.ts` writes when every emulated vendor listens; URLs without a trailing slash. */
const vendorsShape = z.object({
  datadog: z.object({ url, apiKey: text, appKey: text }),
  sentry: z.object({ url, token: text, organization: text }),
  vercel: z.object({ url, token: text, team: text }),
  stripe: z.object({ url, apiKey: text }),
  app: z.object({ url, adminToken: text, cronSecret: text }),
  control: z.object({ url, token: text }),
  // Only shown to people; what needs them reads their credentials by itself.
  slack: z.object({ url, token: text.optional() }).optional(),
  mail: z.object({ url }).optional(),
  "status-pages": z.object({ url, token: text }).optional(),
  supabase: databaseSections,
  /** The stack whose accounts they hold. */
  stack: text,
  pid: z.number().int().positive(),
});

export type Vendors = z.infer<typeof vendorsShape>;

/** Files and folders inside the local folder. */
export function localFiles(directory: string) {
  return {
    vendors: path.join(directory, "vendors.json"),
    /** What the vendors were started with. */
    accounts: path.join(directory, "accounts.json"),
    /** Output of the vendors' process. */
    log: path.join(directory, "vendors.log"),
    state: path.join(directory, "state"),
    home: path.join(directory, "pulumi"),
    /** Which start of the vendors the state belongs to. */
    stateOf: path.join(directory, "state", "vendors.id"),
  };
}

/**
 * Reads `vendors.json`; null when there is none.
 * @throws UsageError when it is not what the vendors write
 */
export async function readVendors(directory: string): Promise<Vendors | null> {
  const file = localFiles(directory).vendors;
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const parsed = vendorsShape.safeParse(jsonIn(content));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the file itself");
  throw new UsageError(
    `${file} is not usable (${fields.join(", ")}). Run \`tocsin local down\`, then \`tocsin local up\`.`,
  );
}

/** What a call of the control app takes beside its path. */
interface ControlOptions {
  /** Sent as JSON. */
  body?: object;
  timeoutMs?: number;
}

/** Calls the control app of the emulated vendors, with its credential. @throws UsageError when it does not answer; VendorUnreachable with what it says of its own failure */
export async function controlCall(
  { control }: Pick<Vendors, "control">,
  method: string,
  where: string,
  { body, timeoutMs = 30_000 }: ControlOptions = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${control.token}`, "content-type": "application/json" };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(timeoutMs);
  let answer: Response;
  try {
    answer = await fetch(`${control.url}${where}`, { method, headers, ...content, signal });
  } catch (cause) {
    throw new UsageError("The emulated vendors do not answer. Start them with `tocsin local up`.", { cause });
  }
  if (answer.status < 500) return answer;
  const told = z.object({ errors: z.array(z.string()) }).safeParse(await answer.json().catch(() => null));
  const why = told.success ? told.data.errors.join("; ") : `status ${answer.status}`;
  throw new VendorUnreachable("emulators", `The emulated vendors could not do what was asked: ${why}`);
}

/** How far the emulated vendors' clock is ahead of the real one, in milliseconds. */
export async function clockAhead(directory: string): Promise<number> {
  const content = await readFile(localFiles(directory).vendors, "utf8").catch(() => "");
  const parsed = z.object({ clock: z.object({ offsetMs: z.number() }) }).safeParse(jsonIn(content));
  return parsed.success ? parsed.data.clock.offsetMs : 0;
}

/** Tells one start of the vendors from another: their credentials are made up anew each time. */
export function startId(vendors: Vendors): string {
  return createHash("sha256").update(`${vendors.pid} ${vendors.datadog.apiKey}`).digest("hex").slice(0, 16);
}

/**
 * Environment of the local stack: where each vendor is and its made-up credentials. It names every variable that the
 * clients read, so that nothing of a real account in the user's shell is used.
 * @param secrets names of secrets of the definitions: what is not known otherwise is the token that the emulated app asks for
 */
export function localEnvironment(vendors: Vendors, secrets: readonly string[]): Record<string, string> {
  const { datadog, sentry, vercel, stripe, supabase, app } = vendors;
  const databases = Object.entries(supabase).flatMap(([suffix, one]) =>
    Object.entries({
      MANAGEMENT_TOKEN: one.token,
      MANAGEMENT_URL: one.managementUrl,
      PROJECT_REF: one.ref,
      PUBLISHABLE_KEY: one.publishableKey,
      URL: one.url,
    }).map(([name, value]) => [`TOCSIN_SECRET_PROBE_SUPABASE_${name}${suffix}`, value]),
  );
  const tokens = Object.entries(supabase).map(([suffix, { jwtSecret }]) => [
    `TOCSIN_SECRET_PROBE_TOKEN${suffix}`,
    localProbeToken(jwtSecret),
  ]);
  return {
    ...Object.fromEntries(secrets.map((name) => [secretVariable(name), app.adminToken])),
    DD_API_KEY: datadog.apiKey,
    DD_APP_KEY: datadog.appKey,
    DD_HOST: datadog.url,
    DATADOG_API_KEY: datadog.apiKey,
    DATADOG_APP_KEY: datadog.appKey,
    DATADOG_HOST: datadog.url,
    SENTRY_AUTH_TOKEN: sentry.token,
    SENTRY_BASE_URL: `${sentry.url}/api/`,
    VERCEL_API_TOKEN: vercel.token,
    VERCEL_TEAM: vercel.team,
    VERCEL_BASE_URL: vercel.url,
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_API_BASE: stripe.url,
    TOCSIN_SECRET_CRON_SECRET: app.cronSecret,
    TOCSIN_SECRET_PROBE_CRON_SECRET: app.cronSecret,
    TOCSIN_SECRET_PROBE_DD_API_KEY: datadog.apiKey,
    TOCSIN_SECRET_PROBE_DD_HOST: datadog.url,
    TOCSIN_SECRET_PROBE_STRIPE_API_BASE: stripe.url,
    TOCSIN_SECRET_PROBE_STRIPE_API_KEY: stripe.apiKey,
    ...Object.fromEntries([...databases, ...tokens]),
    TOCSIN_SECRET_PROBE_VERCEL_API_TOKEN: vercel.token,
    TOCSIN_SECRET_PROBE_VERCEL_BASE_URL: vercel.url,
  };
}

/**
 * The probe's token for the emulated project, whose secret is made anew with each start. Always the same for the same
 * secret: another one would be another deployment.
 */
export const localProbeToken = (jwtSecret: string): string => mintToken(jwtSecret, new Date(0), 100 * 365 * 86_400);
