import { z } from "zod";

/** Pieces that signals of several kinds are made of. */
export const wholeSeconds = z.number().int().positive();
export const path = z.string().regex(/^\/[^\s"]*$/, "a path begins with / and holds no spaces or quotes");
export const serviceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "a service is named in lower case, digits and hyphens");

/**
 * Which data of all that an organization has: `stack` adds `env:<stack>`, `everywhere` nothing, and any other word the tags that
 * the stack file lists under `tocsin:scopes.<word>`.
 */
export const scopeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "a scope is stack, everywhere, or a name under tocsin:scopes of the stack file")
  .default("stack");

const tagText = z.string().regex(/^[^\s"{},()!]+$/, "a tag's value holds no spaces, quotes, commas, brackets or !");

/** Tags that data must have; `!queue` excludes. Several values of one tag are alternatives. */
export const tagsSchema = z
  .record(
    z.string().regex(/^!?[A-Za-z][\w./-]*$/, "a tag's key holds letters, digits and . _ / -; a leading ! excludes it"),
    z.union([tagText, z.array(tagText).min(1)]),
  )
  .default({});

export const groupBySchema = z
  .array(z.string().regex(/^@?[A-Za-z][\w./-]*$/, "a group is named by the key of a tag, or by an attribute with @"))
  .default([]);

/** A value that is no text of a file: it is read from the environment of the run, after an optional prefix. */
export const textOrSecret = z.union([
  z.string(),
  z.strictObject({ secret: z.string(), prefix: z.string().default("") }),
]);
