import { z } from "zod";
import { definitionIdSchema } from "./definition.ts";
import { digest } from "./digest.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
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

const stackName = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is in lower case, with digits and hyphens");

/**
 * An object that somebody made by hand and that stays exactly what it is: `body` is the vendor's own REST body, and all that
 * is added to it is whose it is. For what no definition says, and for a first day. A drill fires it by what its query says, and
 * knows its notifications by its title. Production takes it as it was live when it was imported; every other body of it must have
 * been proven by staging, as that of a definition.
 */
export const rawSchema = z
  .strictObject({
    /** As a definition's id: the object is found by it. */
    id: definitionIdSchema,
    /** The stack whose object it is, or the stacks that have one each. */
    stack: z.union([stackName, z.array(stackName).min(1)]),
    kind: z.enum(rawKinds),
    /** Sentry's monitors: name of the project in the stack file. */
    project: z.string().optional(),
    body: z.record(z.string(), z.json()),
    /** Sentry's monitors: the alerts that notify of this one and of no other, each with its body but for the monitor's id. */
    alerts: z.array(z.record(z.string(), z.json())).min(1).optional(),
    /** Digest of kind, project, body and alerts as they were live when it was imported: so much needs no proof. */
    asImported: digest.optional(),
  })
  .refine(({ kind, alerts }) => alerts === undefined || kind === "detector", {
    path: ["alerts"],
    error: "only a monitor of Sentry's (kind detector) has alerts of its own",
  });

export type Raw = z.output<typeof rawSchema>;
export type RawInput = ReadonlyLists<z.input<typeof rawSchema>>;

/** What a raw resource is, whoever has it: two stacks with one body have one form, and one digest. */
export const rawForm = ({ kind, project, body, alerts }: Omit<Raw, "id" | "stack">): object => ({
  ...{ kind, project, body, alerts },
});

/** Whether a stack has a raw resource. */
export const isOfStack = ({ stack }: Pick<Raw, "stack">, name: string): boolean => [stack].flat().includes(name);

/** Kinds that fire. */
export const firingKinds: ReadonlySet<ResourceKind> = new Set<RawKind>([
  ...(["monitor", "synthetics-test", "detector", "workflow"] as const),
]);
