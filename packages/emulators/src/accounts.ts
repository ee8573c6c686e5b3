import { z } from "zod";

/** The accounts that a team has at the emulated vendors, and the app of the team's that they watch. */
const text = z.string().min(1);
const path = z.string().regex(/^\/\S*$/, "a path begins with / and holds no spaces");
const name = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "it is in lower case");
/** What a Sentry organization can install besides Slack: pagers, chats, trackers. */
const providers = ["pagerduty", "opsgenie", "msteams", "discord", "github", "jira", "jira_server", "vsts"] as const;
const minutes = z.int().min(1).max(30);

/** Something that answers: with this body while all is well, with 503 and every `true` turned into `false` while the app fails. */
const check = z.strictObject({
  /** Where it is asked for; under every other name any check of the path answers. */
  host: text.optional(),
  path,
  status: z.int().min(100).max(599).default(200),
  body: z.record(z.string(), z.json()).default({}),
  /** In place of the body, as it is. */
  text: text.optional(),
  headers: z.record(z.string(), text).default({}),
  /** The header by which it asks for the app's admin token, and what stands before the token there. */
  secret: z.strictObject({ header: text, prefix: z.string().default("") }).optional(),
});

/** A path that only Vercel's cron may call. */
const cron = z.strictObject({
  /** Id of the project at Vercel. */
  project: text,
  path,
  /** What each run prints. */
  line: text.optional(),
  /** A function of a database that each run calls. */
  calls: z.strictObject({ database: text, function: name }).optional(),
});

/** What users do within a minute, all the time. */
const request = z.strictObject({
  project: text,
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  path,
  durationMs: z.number().positive().default(100),
  /** Every how many minutes it comes. */
  every: minutes.default(1),
  /** What it prints, every how many minutes. */
  line: z.strictObject({ text, every: minutes }).optional(),
});

/** `project` is a slug at Sentry. */
const trace = z.strictObject({ project: text, transaction: text, durationMs: z.number().positive().default(100) });
const error = z.strictObject({
  project: text,
  type: text.default("Error"),
  tags: z.record(z.string(), text).default({}),
  transaction: text.optional(),
});

/** A point of a metric, as its agent, its integration or the app itself reports it every so many minutes. */
const measured = z.strictObject({
  metric: text,
  type: z.enum(["count", "gauge"]),
  value: z.number(),
  tags: z.array(text),
  every: minutes,
  /** For so many minutes before the start it has been reported as well: what is compared with its past has one. */
  past: z
    .int()
    .min(0)
    .max(8 * 1440)
    .default(0),
});

/** A log line that does not come from Vercel, with what its source writes beside its message. */
const logged = z.strictObject({ body: z.record(z.string(), z.json()), every: minutes });

/** Records of a name, as its zone has them while all is well. */
const named = z.strictObject({
  domain: text,
  type: z.enum(["A", "AAAA", "CNAME", "NS", "TXT"]),
  values: z.array(text).min(1),
});

const appSchema = z.strictObject({
  /** Hosts that are there beside those below `.example`, each with every port open. */
  hosts: z.array(text).default([]),
  names: z.array(named).default([]),
  checks: z.array(check).default([]),
  crons: z.array(cron).default([]),
  /** Where else something answers; `:name` stands for any one segment. */
  routes: z.array(path).default([]),
  requests: z.array(request).default([]),
  /** What is measured while all is well. */
  metrics: z.array(measured).default([]),
  /** Lines of other sources than Vercel while all is well. */
  lines: z.array(logged).default([]),
  /** Requests and jobs that are traced, each once a minute. */
  traces: z.array(trace).default([]),
  /** Errors that were there a day ago, and that somebody has seen to: by them Sentry knows what tags the app's errors have. */
  errors: z.array(error).default([]),
  /** Errors that the app reports while it fails. */
  failures: z.array(error).default([]),
});

/** What is left out is Acme's, a team that has nothing to watch yet. */
export const accountsSchema = z.strictObject({
  /** Name of the stack that these accounts are of. */
  stack: text.default("local"),
  slack: z
    .strictObject({
      account: text,
      channels: z.array(name),
      /** Slack's own ids of channels, by name; the others get some. */
      ids: z.record(name, z.string().regex(/^[CG][A-Z0-9]+$/)).default({}),
    })
    .prefault({ account: "acme", channels: ["alerts-local", "alerts-staging", "alerts"] }),
  datadog: z
    .strictObject({
      /** What messages can notify beside people and Slack, each as it is mentioned: `@pagerduty-primary`. */
      handles: z.array(z.string().regex(/^@[\w.+-]+$/, "a handle is @ and a name")),
      /** Ids of the teams of On-Call. */
      teams: z.array(text).default([]),
    })
    .prefault({ handles: [] }),
  sentry: z
    .strictObject({
      organization: text,
      /** The environment as which the app reports. */
      environment: text,
      /** Id of the Slack integration. */
      slackIntegration: text,
      /** The others that are installed. Nothing is delivered by them here. */
      integrations: z.array(z.strictObject({ id: text, provider: z.enum(providers) })).default([]),
      /** Each with the ids of the monitors that it brings with it: of errors, and of all its issues. */
      projects: z.array(z.strictObject({ slug: text, errorMonitor: text, issueStreamMonitor: text.optional() })),
      members: z.array(z.strictObject({ userId: text, mail: text, name: text })),
    })
    .prefault({
      organization: "acme",
      environment: "local",
      slackIntegration: "55",
      projects: [
        { slug: "web", errorMonitor: "50", issueStreamMonitor: "60" },
        { slug: "worker", errorMonitor: "51", issueStreamMonitor: "61" },
      ],
      members: [{ userId: "7", mail: "founder@example.com", name: "founder" }],
    }),
  vercel: z
    .strictObject({
      team: text,
      slug: text,
      /** Id of the installation of Vercel's Slack integration; without it no monitor can notify a channel. */
      slackInstallation: text.optional(),
      /** Ids of account webhooks that are there. Nothing is delivered to them. */
      webhooks: z.array(text).default([]),
      /** Deployed before anybody wrote a definition, each with the crons of its own `vercel.json`. */
      projects: z.array(
        z.strictObject({
          id: text,
          name: text,
          /** Where it answers; every other name leads to whatever project has the path that is asked for. */
          host: text.optional(),
          crons: z.array(z.strictObject({ path, schedule: text })).default([]),
        }),
      ),
    })
    .prefault({ team: "team_acme", slug: "acme", projects: [] }),
  /** Supabase projects, by the service whose database each is. */
  databases: z
    .record(
      name,
      z.strictObject({
        ref: text,
        /** SQL of the project's tables and of what is in them, run before the database is first asked. */
        schema: z.string().default(""),
        /** SQL that whoever owns the database has run on it after that. */
        migration: z.string().default(""),
      }),
    )
    .prefault({ database: { ref: "abcdefghijklmnopqrst" } }),
  app: appSchema.prefault({}),
});

export type Accounts = z.output<typeof accountsSchema>;
export type AccountsInput = z.input<typeof accountsSchema>;
export type AppRequest = Accounts["app"]["requests"][number];

export const acme: Accounts = accountsSchema.parse({});

/** What a team cannot change while its vendors run: everything that they hold hangs on it. */
const fixed = ({ stack, slack, sentry, vercel, databases }: Accounts): Record<string, string> => ({
  stack,
  "slack.account": slack.account,
  "sentry.organization": sentry.organization,
  "sentry.slackIntegration": sentry.slackIntegration,
  "vercel.team": vercel.team,
  databases: Object.entries(databases)
    .map(([service, { ref }]) => `${service} ${ref}`)
    .join(", "),
});

/** The names of what differs between two and cannot be changed while the vendors run. */
export function unchangeable(before: Accounts, after: Accounts): string[] {
  const [old, now] = [fixed(before), fixed(after)];
  return Object.keys(old).filter((one) => old[one] !== now[one]);
}
