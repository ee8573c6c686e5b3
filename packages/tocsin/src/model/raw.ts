import { z } from "zod";
import { definitionIdSchema } from "./definition.ts";
import type { ResourceKind } from "./resource.ts";

/** Kinds of resource that can be imported verbatim. */
export const rawKinds = [
  "monitor",
  "synthetics-test",
  "dashboard",
  "slo",
  "detector",
  "workflow",
  "webhook-endpoint",
] as const satisfies readonly ResourceKind[];

export type RawKind = (typeof rawKinds)[number];

/**
 * An object that somebody made by hand and that stays exactly what it is: `body` is the vendor's own REST body, and all that
 * is added to it is whose it is. For what no definition says, and for a first day. A drill fires it by what its query says, and
 * knows its notifications by its title; no gate asks for its receipt.
 */
export const rawSchema = z
  .strictObject({
    /** As a definition's id: the object is found by it. */
    id: definitionIdSchema,
    /** The one stack whose object it is. */
    stack: z.string().regex(/^[a-z][a-z0-9-]*$/),
    kind: z.enum(rawKinds),
    /** Sentry's monitors: name of the project in the stack file. */
    project: z.string().optional(),
    body: z.record(z.string(), z.json()),
    /** Sentry's monitors: the alerts that notify of this one and of no other, each with its body but for the monitor's id. */
    alerts: z.array(z.record(z.string(), z.json())).min(1).optional(),
  })
  .refine(({ kind, alerts }) => alerts === undefined || kind === "detector", {
    path: ["alerts"],
    error: "only a monitor of Sentry's (kind detector) has alerts of its own",
  });

export type Raw = z.output<typeof rawSchema>;
export type RawInput = z.input<typeof rawSchema>;
