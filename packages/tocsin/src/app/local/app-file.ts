/** `test/local/app.json` of a project: what its definitions do not tell of the app that the emulated vendors watch. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { UsageError } from "../../shared/usage-error.ts";

const text = z.string().min(1);
const where = z.string().regex(/^\/\S*$/, "a path begins with / and holds no spaces");
const every = z.number().int().min(1).max(30);
const durationMs = z.number().positive();
const name = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "it is in lower case");

/** `project` is a name of `tocsin:sentry.projects`. */
const error = z.strictObject({
  project: text,
  type: text.optional(),
  tags: z.record(z.string(), text).default({}),
  transaction: text.optional(),
});

const appFileSchema = z.strictObject({
  /** By path: the line that each run prints, the database function that it calls. */
  crons: z
    .record(
      where,
      z.strictObject({
        line: text.optional(),
        calls: z.strictObject({ database: text, function: name }).optional(),
      }),
    )
    .default({}),
  /** Where else the app answers; `:name` stands for any one segment. */
  routes: z.array(where).default([]),
  /** What users do, every so many minutes. */
  requests: z
    .array(
      z.strictObject({
        service: text,
        method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
        path: where,
        durationMs: durationMs.optional(),
        every: every.optional(),
        line: z.strictObject({ text, every }).optional(),
      }),
    )
    .default([]),
  traces: z.array(z.strictObject({ project: text, transaction: text, durationMs: durationMs.optional() })).default([]),
  /** Errors of yesterday that somebody has seen to. */
  errors: z.array(error).default([]),
  /** What the app reports while it fails. */
  failures: z.array(error).default([]),
});

export type AppFile = z.output<typeof appFileSchema>;

/** The project's file; where there is none, nothing is known but what the definitions say. @throws UsageError */
export function readAppFile(root: string): AppFile {
  const file = path.join(root, "test", "local", "app.json");
  if (!existsSync(file)) return appFileSchema.parse({});
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new UsageError(`test/local/app.json is not valid JSON: ${String(cause)}`, { cause });
  }
  const parsed = appFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: at, message }) => `${at.join(".") || "the file"}: ${message}`);
  throw new UsageError(`test/local/app.json cannot be used:\n${problems.map((one) => `  ${one}`).join("\n")}`);
}
