/** What a vendor file gets and gives, and how it reads a body. */
import type pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { JsonObject, Resource } from "../model/resource.ts";
import type { Gaps, Outputs } from "./values.ts";

/** One resource about to be created: `body` and `parent` carry markers at their gaps. */
export interface Spec {
  resource: Resource;
  body: JsonObject;
  parent: JsonObject;
  gaps: Gaps;
  options: pulumi.CustomResourceOptions;
}

/** Creates the engine's resource for a spec and names the values that other resources may refer to. */
export type Create = (spec: Spec) => Outputs;

/**
 * Reads a body or a parent against the shape that the engine layer knows how to carry. A field it does not know is an
 * error: dropped silently, what is live would not be what was reviewed.
 */
export function read<T>(schema: z.ZodType<T>, value: JsonObject, spec: Spec): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { name, vendor, kind } = spec.resource;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new Error(
    `Resource ${name} (${vendor}/${kind}) does not have the form that the engine layer sends:\n  ${problems.join("\n  ")}`,
  );
}
