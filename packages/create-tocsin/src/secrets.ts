import type { VendorName } from "./answers.ts";

/** What CI needs from GitHub, by environment, and the commands that set it. */

export type EnvironmentName = "staging" | "prod";

export interface CiValue {
  name: string;
  /** A variable can be read by everybody who can read the repository. */
  kind: "secret" | "variable";
  /** A few words. */
  what: string;
  environments: readonly EnvironmentName[];
}

const both = ["staging", "prod"] as const;

const ofVendors: Readonly<Record<VendorName, readonly CiValue[]>> = {
  datadog: [
    { name: "DD_API_KEY", kind: "secret", what: "Datadog API key", environments: both },
    { name: "DD_APP_KEY", kind: "secret", what: "Datadog application key", environments: both },
    { name: "DD_SITE", kind: "variable", what: "Datadog site, such as datadoghq.eu", environments: both },
  ],
  sentry: [{ name: "SENTRY_AUTH_TOKEN", kind: "secret", what: "Sentry auth token", environments: both }],
  vercel: [{ name: "VERCEL_API_TOKEN", kind: "secret", what: "Vercel token of the team", environments: both }],
  stripe: [
    {
      name: "STRIPE_API_KEY",
      kind: "secret",
      what: "Stripe key: test mode in staging, live in prod",
      environments: both,
    },
  ],
  supabase: [],
};

const ofAll: readonly CiValue[] = [
  { name: "PULUMI_BACKEND_URL", kind: "variable", what: "where the state is, such as s3://bucket", environments: both },
  {
    name: "PULUMI_CONFIG_PASSPHRASE",
    kind: "secret",
    what: "what secrets in the state are encrypted with",
    environments: both,
  },
  {
    name: "SLACK_TOKEN",
    kind: "secret",
    what: "Slack bot that reads the alert channel: drills look there",
    environments: ["staging"],
  },
  {
    name: "TOCSIN_MAIL_URL",
    kind: "variable",
    what: "mailbox that drills look into, imaps://USER@HOST",
    environments: ["staging"],
  },
  { name: "TOCSIN_MAIL_PASSWORD", kind: "secret", what: "password of that mailbox", environments: ["staging"] },
  {
    name: "TOCSIN_EVIDENCE_KEY",
    kind: "secret",
    what: "private key of `npx tocsin evidence keygen`",
    environments: ["staging"],
  },
];

export const ciValues = (vendors: readonly VendorName[]): CiValue[] => [
  ...vendors.flatMap((vendor) => ofVendors[vendor]),
  ...ofAll,
];

/** One command a value and environment; GitHub's command asks for the value of a secret, so that none is in the shell's history. */
export const commandsFor = (vendors: readonly VendorName[], environment: EnvironmentName): string[] => {
  const values = ciValues(vendors).filter(({ environments }) => environments.includes(environment));
  const commands = values.map(({ name, kind }) =>
    kind === "secret"
      ? `gh secret set ${name} --env ${environment}`
      : `gh variable set ${name} --env ${environment} --body VALUE`,
  );
  const width = Math.max(...commands.map(({ length }) => length));
  return commands.map((command, at) => `${command.padEnd(width)}  # ${values[at]?.what ?? ""}`);
};

/** The `env:` of a job, at the indentation of its keys. */
export const environmentOf = (vendors: readonly VendorName[], environment: EnvironmentName): string =>
  ciValues(vendors)
    .filter(({ environments }) => environments.includes(environment))
    .map(({ name, kind }) => `      ${name}: \${{ ${kind === "secret" ? "secrets" : "vars"}.${name} }}`)
    .join("\n");
