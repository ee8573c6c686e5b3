/** A JSON value as the vendors' REST interfaces take it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** The vendors whose objects the product manages, in the order in which they are read and told. */
export const vendorNames = ["datadog", "sentry", "vercel", "stripe"] as const;
export type Vendor = (typeof vendorNames)[number];

/** Kinds of object, by vendor. A kind decides which call creates the object and which list call shows it. */
export type ResourceKind =
  | "monitor"
  | "synthetics-test"
  | "global-variable"
  | "slack-channel"
  | "logs-pipeline"
  | "dashboard"
  | "slo"
  | "detector"
  | "workflow"
  | "project-crons"
  | "environment-variable"
  | "project"
  | "deployment"
  | "webhook-endpoint";

/**
 * A value of another resource that is only known once that one exists. `path` says where in `body` it belongs, in dotted
 * form with array indexes as plain numbers (`config.configVariables.0.id`); the place is absent from `body`, or, in an
 * array, held by `null`.
 */
export interface Ref {
  path: string;
  /** Where the value is only a piece of the text at `path`: what stands there for it, until it is known. */
  within?: string;
  /** Where `path` leads; the body when left out. */
  in?: "parent";
  /** `name` of the resource that has the value. */
  resource: string;
  /** Property of that resource: `id`, `public_id`, `monitor_id`, `secret`, or `version` (another one whenever the value is). */
  property: string;
}

/**
 * One object that a vendor stores, in the one compiled form: `body` is the vendor's own REST create body. A secret value
 * stands in it as the string `secret:NAME`.
 */
export interface Resource {
  vendor: Vendor;
  kind: ResourceKind;
  /** Unique within a stack, stable over time: the engine's logical name and the target of `Ref.resource`. */
  name: string;
  /**
   * Id of the definition that this object carries, or of the dashboard or objective that it is; null for objects that
   * several definitions share.
   */
  definition: string | null;
  /** Where in the vendor it lives, as far as the body does not say so itself (a project's id, an account's name). */
  parent: JsonObject;
  body: JsonObject;
  refs: Ref[];
  /** Names that this object had before; a renamed one is then kept, not deleted and created. */
  aliases?: string[];
}
