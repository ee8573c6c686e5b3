import { z } from "zod";
import { parseBody, ValidationError } from "./validation.ts";

/** Intervals that an uptime monitor can have, in seconds. */
const intervals: readonly number[] = [60, 300, 600, 1200, 1800, 3600];

const source = z.object({
  url: z.string().min(1),
  method: z.enum(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]).default("GET"),
  intervalSeconds: z.int(),
  timeoutMs: z.int().min(1000).max(60_000),
  headers: z.array(z.tuple([z.string(), z.string()])).default([]),
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  traceSampling: z.boolean().default(false),
  assertion: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((tree) => tree ?? null),
});

export type UptimeSource = z.infer<typeof source>;

const uptimeBody = z.object({
  dataSources: z.array(source).min(1).max(1),
  config: z.looseObject({
    mode: z.int().min(1).max(3).default(1),
    environment: z.string().min(1),
    downtimeThreshold: z.int().min(1).default(3),
    recoveryThreshold: z.int().min(1).default(1),
  }),
});

/**
 * The part of the body that uptime monitors add to what every monitor has.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function parseUptimeBody(body: unknown) {
  const { dataSources, config } = parseBody(uptimeBody, body);
  const [first] = dataSources;
  if (first === undefined) throw new ValidationError({ dataSources: ["This list may not be empty."] });
  const errors: { [field: string]: string[] } = {};
  if (!isHttpUrl(first.url)) errors.url = ["Enter a valid URL."];
  if (!intervals.includes(first.intervalSeconds)) {
    errors.intervalSeconds = [`"${first.intervalSeconds}" is not a valid choice.`];
  } else if (first.timeoutMs > first.intervalSeconds * 1000) {
    errors.timeoutMs = ["Timeout must be shorter than the interval."];
  }
  if (first.body !== null && ["GET", "HEAD"].includes(first.method)) errors.body = ["A body needs another method."];
  if (Object.keys(errors).length > 0) throw new ValidationError({ dataSources: { 0: errors } });
  return { source: first, config };
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ["http:", "https:"].includes(url.protocol) && url.hostname.includes(".");
}
