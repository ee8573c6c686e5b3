import { z } from "zod";
import { badRequest } from "./errors.ts";

/** One cron of a project: a path that is called by GET on the production host, five fields in UTC. */
export interface CronDefinition {
  host: string;
  path: string;
  schedule: string;
}

/** Crons that a project may have, on every plan since January 2026. */
const maximum = 100;

const config = z.looseObject({
  crons: z.array(z.strictObject({ path: z.string().min(1).max(512), schedule: z.string().min(1).max(256) })).optional(),
});

/**
 * The crons that a `vercel.json` declares.
 *
 * @throws ApiError 400 for what Vercel refuses to deploy: no JSON, a path without leading slash, an expression that is not
 *   five numeric fields, both day fields set, too many
 */
export function cronsOf(vercelJson: string, host: string): CronDefinition[] {
  let body: unknown;
  try {
    body = JSON.parse(vercelJson);
  } catch (error) {
    throw badRequest(`Couldn't parse JSON file vercel.json: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = config.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest(`Invalid vercel.json - \`${(issue?.path ?? []).join(".")}\` ${issue?.message ?? "is invalid"}`);
  }
  const crons = parsed.data.crons ?? [];
  if (crons.length > maximum)
    throw badRequest(`Invalid vercel.json - \`crons\` should NOT have more than ${maximum} items`);
  crons.forEach(({ path, schedule }, index) => {
    if (!path.startsWith("/")) throw badRequest(`Invalid vercel.json - \`crons[${index}].path\` should start with /`);
    const wrong = expressionError(schedule);
    if (wrong !== null) throw badRequest(`Invalid vercel.json - \`crons[${index}].schedule\` ${wrong}`);
  });
  return crons.map((cron) => ({ host, ...cron }));
}

/** Minute, hour, day of month, month, day of week (0 is Sunday). */
const ranges: readonly [string, number, number][] = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of month", 1, 31],
  ["month", 1, 12],
  ["day of week", 0, 6],
];

/** What Vercel refuses in a cron expression; null when it accepts it. Names such as MON or JAN are not supported. */
export function expressionError(expression: string): string | null {
  const fields = expression.split(" ");
  if (fields.length !== ranges.length) return `"${expression}" must have five fields separated by single spaces`;
  for (const [index, [name, low, high]] of ranges.entries()) {
    const field = fields[index] ?? "";
    if (!field.split(",").every((part) => isPart(part, low, high)))
      return `"${expression}" has a bad ${name}: ${field}`;
  }
  if (fields[2] !== "*" && fields[4] !== "*") return `"${expression}" sets both day of month and day of week`;
  return null;
}

function isPart(part: string, low: number, high: number): boolean {
  const match = /^(\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return false;
  const [, , first, last, step] = match;
  const inRange = (text: string | undefined) => text === undefined || (Number(text) >= low && Number(text) <= high);
  const ordered = last === undefined || Number(first) <= Number(last);
  return (
    inRange(first) && inRange(last) && ordered && (step === undefined || (Number(step) >= 1 && Number(step) <= high))
  );
}
