import { randomBytes, randomInt } from "node:crypto";

/** Of one Supabase project. */
export type DatabaseKeys = { key: string; publishableKey: string; jwtSecret: string };

/** Credentials of the emulated accounts, made up anew for every run. They open nothing but the emulators. */
export interface Tokens {
  datadog: { apiKey: string; appKey: string };
  sentry: { token: string };
  vercel: { token: string };
  stripe: { apiKey: string };
  /** The account's token, and the keys of the first of its projects. */
  supabase: DatabaseKeys & { token: string };
  slack: { token: string };
  app: { adminToken: string; cronSecret: string };
  /** Of the control app and the mailbox, which no vendor has. */
  control: { token: string };
}

const ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function alphanumeric(length: number): string {
  return Array.from({ length }, () => ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length))).join("");
}

function hex(length: number): string {
  return randomBytes(length / 2).toString("hex");
}

/** Keys of a Supabase project, each in its outer form. */
export function makeDatabaseKeys(): DatabaseKeys {
  return {
    key: `sb_secret_${alphanumeric(31)}`,
    publishableKey: `sb_publishable_${alphanumeric(31)}`,
    jwtSecret: alphanumeric(40),
  };
}

/** Credentials in the outer form that each vendor's own clients check before the first call. */
export function makeTokens(): Tokens {
  return {
    datadog: { apiKey: hex(32), appKey: hex(40) },
    sentry: { token: `sntryu_${hex(64)}` },
    vercel: { token: alphanumeric(24) },
    stripe: { apiKey: `sk_test_${alphanumeric(24)}` },
    supabase: { ...makeDatabaseKeys(), token: `sbp_${hex(40)}` },
    slack: { token: `xoxb-${randomInt(1e11, 1e12)}-${randomInt(1e11, 1e12)}-${alphanumeric(24)}` },
    app: { adminToken: alphanumeric(40), cronSecret: alphanumeric(32) },
    control: { token: `local_${alphanumeric(40)}` },
  };
}
