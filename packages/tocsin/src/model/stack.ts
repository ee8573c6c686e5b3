import { z } from "zod";
import { addressFault } from "./address.ts";
import { destinationSchema } from "./destination.ts";
import { isInputMark } from "./input.ts";
import { isTimeZone } from "./time-zone.ts";

/**
 * What differs between stacks, as `Pulumi.<stack>.yaml` holds it under `config`, each section a key of its own
 * (`tocsin:sentry`, `tocsin:vercel`, ...). Plain values only: a secret never stands in a file.
 */
const text = z.string().min(1);
const numericId = z
  .union([z.string().regex(/^\d+$/, "an id at a vendor is digits"), z.number().int().positive()])
  .transform(String);

/** What only refers to something may come from a program that makes it. Not a union: that would lose the schema's own words. */
const reference = (schema: z.ZodType<string, unknown>) =>
  z.unknown().transform((value, { addIssue }) => {
    if (typeof value === "string" && isInputMark(value)) return value;
    const parsed = schema.safeParse(value);
    for (const { message } of parsed.error?.issues ?? []) addIssue(message);
    return parsed.data ?? z.NEVER;
  });

/** A value that no file can know, because the run's environment has it: `secret:NAME`. */
const fromRun = z.string().regex(/^secret:[A-Z][A-Z0-9_]*$/, "a value of the run is named as in secret:NAME");

/** Where something answers that is called with credentials. */
const address = z.string().superRefine((text, { addIssue }) => {
  const fault = addressFault(text);
  if (fault !== null) addIssue(fault);
});

/** An attribute of a log line, and whatever else a line can be searched by: an attribute or the key of a tag. */
const logAttribute = z
  .string()
  .regex(/^@[A-Za-z_][\w.-]*$/, "an attribute of a log line begins with @, as in @requestId");
const logField = z
  .string()
  .regex(/^@?[A-Za-z_][\w.-]*$/, "it is an attribute of a log line, as @environment, or the key of a tag, as env");
const metricTag = z.string().regex(/^[a-z][\w.-]*$/, "it is the key of a tag, as environment");

const sections = {
  /**
   * True where a drill may fire alerts. False is what makes a stack production, whatever its name. As text too: when the engine writes a stack file (for
   * the salt of its passphrase), it turns plain values into text.
   */
  allowDrills: z.union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "it is true or false"),
  /** Base address of the runbooks; an alert's anchor is added to it. */
  runbooks: z.url(),
  datadog: z.strictObject({
    /** Name of the Slack account in Datadog's Slack integration. */
    slackAccount: text,
    /** Where synthetic checks run from. */
    locations: z.array(text).min(1),
    /**
     * How Vercel's log lines look in this account; left out: as the integration's published pipeline leaves them.
     * A leading `@` is an attribute of a line, a name without it a tag.
     */
    vercelLogs: z
      .strictObject({
        /** Tells one request from another: a request leaves several lines. */
        requestId: logAttribute.default("@requestId"),
        /** Holds the deployment environment, `production` or `preview`. */
        environment: logField.default("@environment"),
      })
      .prefault({}),
    /** Tags of the metrics that the integration counts from those lines, which objectives read. */
    vercelMetrics: z
      .strictObject({ environment: metricTag.default("environment"), statusCode: metricTag.default("status_code") })
      .prefault({}),
  }),
  sentry: z.strictObject({
    organization: text,
    environment: text,
    /** Id of Sentry's Slack integration. */
    slackIntegration: reference(numericId),
    /**
     * By the name that definitions use: slug, and the ids of the monitors that Sentry gives each project: of its errors, and of its
     * issues of every kind (type `issue_stream`).
     */
    projects: z.record(
      z.string(),
      z.strictObject({
        slug: text,
        errorMonitor: reference(numericId),
        issueStreamMonitor: reference(numericId).optional(),
      }),
    ),
    /** Ids of teams, by the name that definitions use: whom an issue is assigned to. */
    teams: z.record(z.string(), reference(numericId)).optional(),
  }),
  vercel: z.strictObject({
    team: text,
    /** The team as Vercel's addresses spell it; links ask for the team without it. */
    teamSlug: text.optional(),
    /** By service. `logEnvironment` is the deployment environment that its logs carry; `url` is where it answers. */
    projects: z.record(
      z.string(),
      z.strictObject({
        id: reference(text),
        name: text,
        logEnvironment: z.enum(["production", "preview"]),
        url: reference(address),
      }),
    ),
    /** Which alerts Vercel's own monitors watch (Observability Plus), and how these reach the routes' places. */
    monitors: z
      .strictObject({
        /**
         * By definition. `beside`: Datadog's monitor stays as well, until Vercel's has been drilled; `instead`: it is Vercel's alone.
         */
        definitions: z.record(z.string(), z.enum(["beside", "instead"])),
        /** Id of the installation of Vercel's Slack integration (`icfg_...`). */
        slackInstallation: reference(text).optional(),
        /** Slack's own ids of channels (`C0123456789`), by their names under `channels`. */
        channels: z
          .record(z.string(), z.string().regex(/^[CG][A-Z0-9]+$/, "Slack's id of a channel is C and digits"))
          .default({}),
        /** Ids of account webhooks at Vercel, by the name of the destination that each leads to. */
        webhooks: z.record(z.string(), reference(text)).default({}),
      })
      .optional(),
  }),
  /** Addresses of services that are not on Vercel, by service. */
  hosts: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, "a service is named in lower case, digits and hyphens"), address)
    .default({}),
  /** Tags that tell this stack's data from another's where that is not `env:<stack>`, by the name that signals use as scope. */
  scopes: z
    .record(
      z
        .string()
        .regex(/^(?!(?:stack|everywhere)$)[a-z][a-z0-9-]*$/, "a scope has a name other than stack and everywhere"),
      z.array(z.string().regex(/^[A-Za-z][\w./-]*:[^\s,{}()"!]+$/, "a tag is key:value")).min(1),
    )
    .default({}),
  /** Supabase projects, by the service whose database each is; empty where there is none. */
  supabase: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, "a service is named in lower case, digits and hyphens"),
    z.strictObject({
      projectRef: text,
      /** Size of the connection pool, for expressions with `limit:connectionPool`: no metric of the integration tells it. */
      connectionPool: z.number().int().positive().optional(),
      /** How the probe reaches its REST interface; a stack that has a probe needs it. */
      probe: z.strictObject({ url: fromRun.or(address), publishableKey: fromRun.or(text) }).optional(),
    }),
  ),
  stripe: z.strictObject({ apiVersion: text }),
  /** The probe's own deployment at Vercel. Its credentials are secrets of the run: see docs/how-to/probe.md. */
  probe: z
    .strictObject({
      /** Name of the Vercel project that is made for it. */
      project: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, "a project's name is in lower case"),
      /** Host of Datadog's site, such as `datadoghq.eu`. */
      datadogSite: z.hostname().default("datadoghq.com"),
      /** Services under `vercel.projects` whose crons and deployments it watches. */
      reads: z.array(text).min(1),
      /** Addresses of vendors that are emulated: their values, too, come from the environment of the run. */
      redirected: z
        .array(z.enum(["DD_HOST", "SUPABASE_MANAGEMENT_URL", "STRIPE_API_BASE", "VERCEL_BASE_URL"]))
        .default([]),
    })
    .optional(),
  /** By name: an address, and the Sentry member's id (Sentry mails members and teams only). */
  people: z.record(
    z.string(),
    z.strictObject({
      mail: reference(z.email()),
      sentryUser: reference(numericId),
      /** Id of the member at Datadog, where an \`onCall\` definition pages them. */
      datadogUser: text.optional(),
      /** Where they sleep, as `Europe/Berlin`: the quarterly review counts nights by it. UTC when left out. */
      timeZone: z.string().refine(isTimeZone, "it is no time zone: write it as Europe/Berlin").optional(),
    }),
  ),
  /** By name: the Slack channel with its `#`. */
  channels: z.record(
    z.string(),
    z.string().regex(/^#[a-z0-9][a-z0-9_-]*$/, "a channel begins with # and is in lower case"),
  ),
  /** Where notifications go beside mail and Slack, by the name that routes use. */
  destinations: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, "a destination is named in lower case, digits and hyphens"),
      destinationSchema,
    )
    .default({}),
  /**
   * Where verify looks for objects that no definition knows. What a vendor's part leaves out is derived from the rest of
   * this file: Datadog objects with the tag `env:<stack>` or of one of the services, the Sentry projects, endpoints on the
   * services' hosts, the Vercel projects.
   */
  scope: z
    .strictObject({
      /** An object with any of these tags is in scope. */
      datadog: z
        .strictObject({ tags: z.array(z.string().regex(/^[^:]+:.+$/, "a tag is key:value")).min(1) })
        .optional(),
      /** Names of projects under `sentry.projects`. */
      sentry: z.strictObject({ projects: z.array(text) }).optional(),
      stripe: z.strictObject({ hosts: z.array(z.hostname()) }).optional(),
      /** Names of services under `vercel.projects`. */
      vercel: z.strictObject({ projects: z.array(text) }).optional(),
    })
    .default({}),
  /** What an update of this stack must show first: that the stack `from` has proven what it brings. */
  gate: z
    .strictObject({
      /** The public half of the key that evidence is signed with, as base64 or PEM. */
      publicKey: text,
      /** Name of the stack that is drilled. */
      from: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, "a stack is named in lower case letters, digits and hyphens")
        .default("staging"),
      /** How old evidence may be. */
      maxAgeDays: z.number().positive().default(7),
    })
    .optional(),
  /** By definition: numbers that differ here, each with the reason. What is overridden has not been proven in staging. */
  overrides: z
    .record(
      z.string(),
      z.strictObject({
        critical: z.number().optional(),
        warning: z.number().optional(),
        recovery: z.number().optional(),
        warningRecovery: z.number().optional(),
        /** Seconds, for thresholds. */
        window: z.number().int().positive().optional(),
        /** Seconds between two messages about one issue, for single events. */
        throttle: z.number().int().nonnegative().optional(),
        /** Failures in a row, for health checks. */
        failures: z.number().int().min(1).max(10).optional(),
        /** Fewest in the whole, for shares. */
        minimum: z.number().int().positive().optional(),
        reason: text,
      }),
    )
    .default({}),
} as const;

export const stackSchema = z.strictObject(sections);

/** A part of a stack that the engine runs by itself: all definitions of some services. */
export interface Shard {
  /** The engine's name for it: `staging-web` for `Pulumi.staging-web.yaml`. */
  name: string;
  /** The stack that it is a part of. */
  of: string;
  services: string[];
}

/** `tocsin:shard` of a shard's file; everything else comes from the file of the stack `of`. */
export const shardSchema = z.strictObject({ of: text, services: z.array(text).min(1) });

/**
 * Sections of vendors beside those above, by the vendor's name. Empty here: the folder of a vendor adds its own.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the vendors' folders
export interface VendorSettings {}

export type StackConfig = z.output<typeof stackSchema> &
  Partial<VendorSettings> & {
    /** The stack's name, which is also the value of the `env` tag of its objects. */
    name: string;
    /** For a shard: which part this is. */
    shard?: Shard;
  };

/** Whether a stack is production: nothing in it may be fired on purpose. Its name says nothing. */
export const isProduction = ({ allowDrills }: Pick<StackConfig, "allowDrills">): boolean => !allowDrills;

/** What the engine, its lock and its state call it. */
export const runName = ({ name, shard }: StackConfig): string => shard?.name ?? name;

/** The numbers of the stack file that an expression can name. */
export function metricLimits(stack: StackConfig, database?: string): Record<string, number> {
  const names = Object.keys(stack.supabase);
  const { connectionPool } = stack.supabase[database ?? (names.length === 1 ? (names[0] ?? "") : "")] ?? {};
  return connectionPool === undefined ? {} : { connectionPool };
}
