import { z } from "zod";
import { parseBody, ValidationError } from "../validation.ts";
import { isCrontab } from "./schedule.ts";

/** In minutes; Sentry's own limits (specification, monitors). */
const minutes = z.int().min(1).max(40_320);
const units = ["year", "month", "week", "day", "hour", "minute"] as const;

const timezone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}, "is not a valid time zone");

/** Requests may have members in camel case or in snake case; answers have them in snake case. */
const config = z
  .record(z.string(), z.unknown())
  .transform((own) =>
    Object.fromEntries(
      Object.entries(own).map(([name, value]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    ),
  )
  .pipe(
    z.object({
      schedule_type: z.enum(["crontab", "interval"]).default("crontab"),
      schedule: z.union([z.string(), z.tuple([z.int().min(1), z.enum(units)])]),
      checkin_margin: minutes.nullish().transform((value) => value ?? 1),
      max_runtime: minutes.nullish().transform((value) => value ?? 30),
      timezone: timezone.default("UTC"),
      failure_issue_threshold: z
        .int()
        .min(1)
        .max(720)
        .nullish()
        .transform((value) => value ?? 1),
      recovery_threshold: z
        .int()
        .min(1)
        .max(720)
        .nullish()
        .transform((value) => value ?? 1),
    }),
  );

const source = z.object({
  name: z.string().min(1).max(128),
  slug: z
    .string()
    .regex(/^(?![0-9]+$)[a-z0-9_-]{1,50}$/)
    .optional(),
  config,
  status: z.enum(["active", "disabled"]).default("active"),
});

const body = z.object({ dataSources: z.array(source).min(1).max(1) });

/** What a cron monitor expects, as stored and answered. */
export type CronSource = Omit<z.output<typeof source>, "slug"> & { slug: string };

/**
 * The part of the body that cron monitors add to what every monitor has.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function parseCronBody(given: unknown): { source: CronSource; config: Record<string, never> } {
  const [first] = parseBody(body, given).dataSources;
  if (first === undefined) throw new ValidationError({ dataSources: ["This list may not be empty."] });
  const { schedule, schedule_type: type } = first.config;
  const isKnown = type === "crontab" ? typeof schedule === "string" && isCrontab(schedule) : Array.isArray(schedule);
  if (!isKnown)
    throw new ValidationError({ dataSources: { 0: { config: { schedule: ["Schedule was not parseable"] } } } });
  const slug =
    first.slug ??
    first.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 50);
  return { source: { ...first, slug }, config: {} };
}
