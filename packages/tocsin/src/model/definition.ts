import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { datadogOptionsSchema } from "./datadog-options.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { signalSchema } from "./signal.ts";

/**
 * `subject/alert`, stable for good: vendor objects, messages, receipts and history are found by it. Renaming one is said
 * with `aliases`. At most 60 characters, because it becomes a Datadog tag (200) and part of a Sentry name (200).
 */
export const definitionIdSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/, "an id is subject/alert in lower case, digits and hyphens")
  .brand<"DefinitionId">();

const sentence = (longest: number) => z.string().min(1).max(longest);

export const severitySchema = z.enum(["page", "ticket", "info"]);
export type Severity = z.output<typeof severitySchema>;

/** A document of the team's, and a place in it: `monitoring 3.1`, `postmortem-12 follow-ups`. */
export const sourceSchema = z
  .string()
  .max(120)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*( [^\s]+)+$/u, 'name a document and a place in it, e.g. "monitoring 3.1"');

/** The document that a source names. */
export const documentOf = (source: string): string => source.split(" ", 1)[0] ?? source;

export const definitionSchema = z.strictObject({
  id: definitionIdSchema,
  /** Earlier ids of this same alert, so that the engine renames instead of deleting and creating. */
  aliases: z.array(definitionIdSchema).default([]),
  /** What asks for this alert: documents of the team's, each with a place in it. */
  source: z.array(sourceSchema).default([]),
  title: sentence(80),
  service: z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is in lower case, with digits and hyphens"),
  owner: z.string().min(1),
  severity: severitySchema,
  signal: signalSchema,
  condition: conditionSchema,
  /** Name of a route in `alerts/routes.ts`. */
  route: z.string().min(1),
  /** Routes that are notified as well, by the value of a tag that the signal groups by (Datadog). */
  routeByGroup: z
    .strictObject({
      tag: z.string().min(1),
      routes: z.record(z.string().regex(/^[^"{}]+$/, "a value holds no quotes or braces"), z.string().min(1)),
    })
    .optional(),
  /** How often it notifies again while it fires (Datadog); left out: pages every hour, three times. */
  repeat: z
    .union([
      z.literal("never"),
      z.strictObject({
        /** Seconds, whole minutes. */
        every: z.number().int().min(60).max(86_400).multipleOf(60),
        times: z.number().int().min(1).max(100).optional(),
        /** What the repeated notification adds. */
        message: sentence(300).optional(),
        /** The states in which it does; left out: alert, and no data where that is notified. */
        states: z
          .array(z.enum(["alert", "warn", "no data"]))
          .min(1)
          .optional(),
      }),
    ])
    .optional(),
  /** Options of Datadog's that nothing else says. */
  datadog: datadogOptionsSchema.optional(),
  /** The impact: what users lose while this fires. */
  why: sentence(240),
  causes: z.array(sentence(120)).min(1).max(6),
  /** What to look at first, in order; the first three go into the message. */
  firstChecks: z.array(sentence(140)).min(1).max(6),
  /** What to confirm once it says that it is over. */
  recovered: sentence(160),
  /** Anchor of a runbook section. */
  runbook: z.string().regex(/^[a-z0-9-]+$/, "a name is in lower case, with digits and hyphens"),
  /** What no source gives a number for and we chose: the field and the reason. */
  ours: z.record(z.string(), sentence(240)).default({}),
  /** Where a source is wrong about a platform, and what is done instead. */
  differs: z.array(sentence(300)).default([]),
});

export type Definition = z.output<typeof definitionSchema>;
export type DefinitionInput = ReadonlyLists<z.input<typeof definitionSchema>>;

export const routeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, "a name is in lower case, with digits and hyphens"),
  /** Names of people in the stack file, who get mail. */
  mail: z.array(z.string()).default([]),
  /** Names of channels in the stack file. */
  slack: z.array(z.string()).default([]),
  /**
   * Datadog handles that wake somebody, e.g. `webhook-pager`, the same in every stack that allows no drills: in one that does,
   * nobody is woken by them. Sentry does not know them. A pager that differs by stack, or one for tests, is a name in `notify`.
   */
  pager: z.array(z.string().regex(/^[\w-]+$/, "a handle holds letters, digits, _ and -, and no @")).default([]),
  /** Names under `tocsin:destinations` of the stack file: pagers, Teams, Discord, webhooks. */
  notify: z.array(z.string()).min(1).optional(),
});

export type Route = z.output<typeof routeSchema>;
export type RouteInput = ReadonlyLists<z.input<typeof routeSchema>>;
