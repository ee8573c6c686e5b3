import { z } from "zod";
import { type Definition, definitionIdSchema, sourceSchema } from "./definition.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { logSourceSchema, signalKinds } from "./signal.ts";

/**
 * A surface that people look at: which definitions belong to it, which consoles stand beside them, and the log searches of
 * its runbook. What is drawn is made from the definitions, so there is nothing here to keep in step with them.
 */
export const dashboardSchema = z.strictObject({
  /** As a definition's id: it is found by it, and keeps its history. */
  id: definitionIdSchema,
  source: z.array(sourceSchema).default([]),
  title: z.string().min(1).max(60),
  /** One sentence: what this surface is. */
  about: z.string().min(1).max(240),
  /**
   * A definition belongs here when it fits one of these in all that is said. One that fits several dashboards belongs to the
   * first in order of `rank`; one that fits none is drawn on the overview.
   */
  shows: z
    .array(
      z
        .strictObject({
          services: z.array(z.string().min(1)).min(1).optional(),
          /** The part of an id before the slash. */
          subjects: z.array(z.string().min(1)).min(1).optional(),
          signals: z.array(z.enum(signalKinds)).min(1).optional(),
        })
        .refine((rule) => Object.keys(rule).length > 0, "say which services, subjects or signals"),
    )
    .default([]),
  /** Where it stands on the overview, and who takes a definition first. */
  rank: z.number().int().min(0),
  /** Vendors whose consoles it links to; Vercel's for each of `services`. */
  consoles: z.array(z.enum(["vercel", "sentry", "supabase", "stripe"])).default([]),
  services: z.array(z.string()).default([]),
  /** Searches that a source gives, word for word; `query` is put in parentheses behind the source's own terms. */
  searches: z
    .array(z.strictObject({ title: z.string().min(1).max(60), source: logSourceSchema, query: z.string().min(1) }))
    .default([]),
  /** The one on which everything stands: the state of every surface, and the objectives. */
  overview: z.boolean().default(false),
});

export type Dashboard = z.output<typeof dashboardSchema>;
export type DashboardInput = ReadonlyLists<z.input<typeof dashboardSchema>>;

/** The definitions of each dashboard by its id, in the order given; what fits none goes to the overview. */
export function definitionsOf(
  dashboards: readonly Dashboard[],
  definitions: readonly Definition[],
): Map<string, Definition[]> {
  const ranked = [...dashboards].sort((a, b) => a.rank - b.rank);
  const overview = ranked.find((one) => one.overview);
  const found = new Map<string, Definition[]>(ranked.map(({ id }) => [id, []]));
  for (const definition of definitions) {
    const home = ranked.find((one) => one.shows.some((rule) => fits(rule, definition))) ?? overview;
    if (home !== undefined) found.get(home.id)?.push(definition);
  }
  return found;
}

/** Whether a definition fits one part of what a dashboard shows, in all that is said. */
export function fits({ services, subjects, signals }: Dashboard["shows"][number], definition: Definition): boolean {
  const [subject = ""] = definition.id.split("/");
  return (
    (services?.includes(definition.service) ?? true) &&
    (subjects?.includes(subject) ?? true) &&
    (signals?.includes(definition.signal.kind) ?? true)
  );
}
