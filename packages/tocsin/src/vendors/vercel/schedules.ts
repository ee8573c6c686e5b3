import { z } from "zod";
import { type CronEntry, scheduleText } from "../../model/crons.ts";
import { cronEntry } from "./crons.ts";

/**
 * `schedules` of a project's configuration: by name, what is called when, with a time zone. A schedule calls a path, as cron jobs
 * do, or a function or a queue's topic, of which definitions say nothing (Vercel docs: Schedules > Configuration, 2026-10).
 */
const schedule = z.looseObject({
  schedule: z.string(),
  path: z.string().optional(),
  timezone: z.string().optional(),
});

type Schedule = z.infer<typeof schedule>;

/** The parts of `vercel.json`, `vercel.toml` or `vercel.ts` that are read here. */
export const configurationSchema = z.looseObject({
  crons: z.array(cronEntry).optional(),
  schedules: z.record(z.string(), schedule).optional(),
});

export type Configuration = z.infer<typeof configurationSchema>;

/** The schedules that call a path. */
export const pathSchedules = ({ schedules = {} }: Configuration): CronEntry[] =>
  Object.values(schedules).flatMap(({ path, schedule, timezone }) =>
    path === undefined ? [] : [{ path, schedule, timezone }],
  );

/**
 * `schedules` with those that are declared, each under the name that its path has there already. What calls a function or a topic
 * stays, and so does what a schedule has beside path, schedule and time zone.
 */
export function withSchedules(
  known: Record<string, Schedule>,
  declared: readonly CronEntry[],
): Record<string, Schedule> {
  const names = new Map(
    Object.entries(known).flatMap(([name, { path }]) => (path === undefined ? [] : [[path, name]])),
  );
  const all = Object.fromEntries(Object.entries(known).filter(([, { path }]) => path === undefined));
  for (const { path, schedule, timezone } of declared) {
    const name = names.get(path) ?? nameFor(path, { ...known, ...all });
    const { timezone: _, ...before } = known[name] ?? { requestMethod: "GET" };
    all[name] = { ...before, schedule, ...(timezone === undefined ? {} : { timezone }), path };
  }
  return all;
}

/** `/api/cron/close-books` as `api-cron-close-books`; a number follows where the name is taken. */
function nameFor(path: string, taken: Readonly<Record<string, unknown>>): string {
  const base =
    path
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "root";
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? base : `${base}-${at}`;
    if (!Object.hasOwn(taken, name)) return name;
  }
}

/** What became of each cron job of a configuration. */
export interface Migration {
  configuration: Configuration;
  /** Paths that schedules call now; a schedule that was there already among them. */
  moved: string[];
  /** Cron jobs that stay, and why. */
  stays: { path: string; reason: string }[];
}

/** Makes schedules of cron jobs: the same paths at the same times, called by GET as before. Pure. */
export function toSchedules(configuration: Configuration): Migration {
  const { crons = [], schedules = {}, ...rest } = configuration;
  const all = { ...schedules };
  const there = new Set(pathSchedules(configuration).map((one) => `${one.path} ${scheduleText(one)}`));
  const paths = new Set(pathSchedules(configuration).map(({ path }) => path));
  const left: typeof crons = [];
  const moved: string[] = [];
  const stays: Migration["stays"] = [];
  for (const cron of crons) {
    const { path, schedule, ...more } = cron;
    const fields = Object.keys(more);
    const same = there.has(`${path} ${schedule}`);
    const reason =
      fields.length > 0
        ? `it has ${fields.join(", ")}, which a schedule does not take`
        : paths.has(path) && !same
          ? "a schedule calls the same path at other times"
          : null;
    if (reason !== null) {
      left.push(cron);
      stays.push({ path, reason });
      continue;
    }
    moved.push(path);
    if (!same) all[nameFor(path, all)] = { schedule, path, requestMethod: "GET" };
  }
  const ordered = { ...rest, ...(left.length === 0 ? {} : { crons: left }), schedules: all };
  return { configuration: ordered, moved, stays };
}

/** The same as a piece of `vercel.toml`, or of what `vercel.ts` exports. Ends with a newline. */
export function pieceFor(file: string, piece: Configuration): string {
  const parts = JSON.stringify(piece, null, 2);
  if (file.endsWith(".json")) return `${parts}\n`;
  if (file.endsWith(".toml")) return tomlOf(piece);
  // The members of the object, as they stand in a literal; keys in quotes are keys there, too.
  return `${parts.slice(2, -2).replace(/^ {2}"(crons|schedules)":/gm, "  $1:")},\n`;
}

function tomlOf({ crons = [], schedules = {} }: Configuration): string {
  const lines = (one: object) =>
    Object.entries(one).map(([key, value]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${inline(value)}`);
  const tables = [
    ...crons.map((one) => ["[[crons]]", ...lines(one)]),
    ...Object.entries(schedules).map(([name, one]) => [
      `[schedules.${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)}]`,
      ...lines(one),
    ]),
  ];
  return `${tables.map((table) => table.join("\n")).join("\n\n")}\n`;
}

/** A value of TOML: its strings, numbers and lists are written as JSON writes them, its tables with `=`. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)} = ${inline(one)}`)
    .join(", ")} }`;
}
