import { z } from "zod";

/** What a difference between code and vendor is called. docs and verify say what each asks of a person. */
export const findingClass = z.enum([
  "missing",
  "changed",
  "unmanaged",
  "muted",
  "disabled",
  "broken-route",
  "stale-signal",
  "leftover",
  "retired-api",
  "new-field",
  "unreadable",
  "duplicate",
  "stale-deployment",
  "accepted-expired",
  "accepted-unused",
]);

export type FindingClass = z.infer<typeof findingClass>;

/** One difference, or one thing that could not be looked at. What does not apply is null. */
export const finding = z.strictObject({
  class: findingClass,
  vendor: z.string(),
  kind: z.string().nullable(),
  /** The object's id at the vendor. */
  vendorId: z.string().nullable(),
  definition: z.string().nullable(),
  /** Dotted path in the vendor's create body. */
  path: z.string().nullable(),
  /** What the code says; null where it says nothing. */
  expected: z.json().nullable(),
  /** What is live; null where nothing is. A value that may be a secret is replaced by a remark. */
  actual: z.json().nullable(),
  /** One or two sentences for people, without what to do: that goes by the class. */
  message: z.string(),
});

export type Finding = z.infer<typeof finding>;

/** An alert that `tocsin mute` silenced and that will speak again by itself. */
export const mute = z.strictObject({
  definition: z.string(),
  vendor: z.string(),
  /** Id of the downtime. */
  vendorId: z.string(),
  /** When it ends, as the vendor writes it (ISO 8601). */
  until: z.string(),
  reason: z.string(),
});

export type Mute = z.infer<typeof mute>;

/** Something that need not be there yet: what watches or carries it was made or changed a few minutes ago. */
export const pending = z.strictObject({
  vendor: z.string(),
  kind: z.string().nullable(),
  vendorId: z.string().nullable(),
  definitions: z.array(z.string()),
  /** From then on it is a finding. ISO 8601. */
  until: z.iso.datetime(),
  message: z.string(),
});

export type Pending = z.infer<typeof pending>;
