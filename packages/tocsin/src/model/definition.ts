import { z } from "zod";
import { conditionSchema } from "./condition.ts";
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

const severitySchema = z.enum(["page", "ticket", "info"]);
export type Severity = z.output<typeof severitySchema>;

/** Section of a playbook, e.g. `monitoring 3.1` or `infrastructure 5`. */
export const playbookRef = z
  .string()
  .regex(/^(monitoring|infrastructure) [\w.]+( [\w.-]+)*$/, 'name a playbook and a section, e.g. "monitoring 3.1"');

export const definitionSchema = z.strictObject({
  id: definitionIdSchema,
  /** Earlier ids of this same alert, so that the engine renames instead of deleting and creating. */
  aliases: z.array(definitionIdSchema).default([]),
  playbook: z.array(playbookRef).min(1),
  title: sentence(80),
  service: z.string().regex(/^[a-z][a-z0-9-]*$/),
  owner: z.string().min(1),
  severity: severitySchema,
  signal: signalSchema,
  condition: conditionSchema,
  /** Name of a route in `alerts/routes.ts`. */
  route: z.string().min(1),
  /** The impact: what users lose while this rings. */
  why: sentence(240),
  causes: z.array(sentence(120)).min(1).max(6),
  /** What to look at first, in order; the first three go into the message. */
  firstChecks: z.array(sentence(140)).min(1).max(6),
  /** What to confirm once it says that it is over. */
  recovered: sentence(160),
  /** Anchor of a runbook section. */
  runbook: z.string().regex(/^[a-z0-9-]+$/),
  /** What the playbook gives no number for and we chose: the field and the reason. */
  ours: z.record(z.string(), sentence(240)).default({}),
  /** Where the playbook is wrong about a platform, and what is done instead. */
  differs: z.array(sentence(300)).default([]),
});

export type Definition = z.output<typeof definitionSchema>;
export type DefinitionInput = z.input<typeof definitionSchema>;

export const routeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Names of people in the stack file, who get mail. */
  mail: z.array(z.string()).default([]),
  /** Names of channels in the stack file. */
  slack: z.array(z.string()).default([]),
  /** Datadog handles that wake somebody, e.g. `webhook-pager`; mail and Slack do not. */
  pager: z.array(z.string().regex(/^[\w-]+$/)).default([]),
});

export type Route = z.output<typeof routeSchema>;
export type RouteInput = z.input<typeof routeSchema>;
