import { redact } from "../model/redact.ts";

/** Variables whose values nobody may see, of all that the tool and its engine read. */
const secretVariable =
  /^(DD|DATADOG|SENTRY|VERCEL|STRIPE|SLACK|SUPABASE|GITHUB|PULUMI|TOCSIN)_\w*(KEY|TOKEN|SECRET|PASSPHRASE|PASSWORD)$|^TOCSIN_SECRET_/;
/** Given like secrets, because only the run's environment knows them, and none: addresses and names. */
const open = /_(URL|HOST|BASE|TEAM|REF|PROJECTS|SITE|STACK)$/;

/** Headers that carry a credential. */
const credential = /^(authorization|cookie|apikey|dd-api-key|dd-application-key|x-api-key|[\w-]+-token)$/i;

/** What clients have been given, beside the environment: of the local stack, or of `vendors.json`. */
const given = new Set<string>();

/** The credentials in headers, without the scheme that is said before them. */
export function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    credential.test(name) && value !== "" ? [value.replace(/^(Bearer|Basic|token) /i, "")] : [],
  );
}

/** Remembers secrets that nothing may show from here on. */
export function guard(secrets: Iterable<string>): void {
  for (const secret of secrets) given.add(secret);
}

/** Shorter values of variables are no keys, and may be ordinary words. */
const shortestValue = 8;

/** The secrets of an environment. */
function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && value.length >= shortestValue && secretVariable.test(name) && !open.test(name)
      ? [value, value.trim()]
      : [],
  );
}

/** A text that is shown, stored, signed or sent: without any secret that this process knows of. */
export function withoutSecrets(text: string): string {
  return redact(text, [...given, ...secretsIn(process.env)]);
}

/** The same for a value and everything in it. */
export function valueWithoutSecrets<T>(value: T): T {
  const text = JSON.stringify(value);
  const clean = withoutSecrets(text);
  return clean === text ? value : JSON.parse(clean);
}

/** An error's cause that can be kept: its text and its code, and nothing that hangs on it. */
export function cleanCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause === undefined ? undefined : withoutSecrets(String(cause));
  const clean = new Error(
    withoutSecrets(cause.message),
    cause.cause === undefined ? {} : { cause: cleanCause(cause.cause) },
  );
  clean.name = cause.name;
  clean.stack = withoutSecrets(cause.stack ?? "");
  return "code" in cause ? Object.assign(clean, { code: cause.code }) : clean;
}
