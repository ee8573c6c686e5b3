/** What definition files export, and what they make and do not export. */
import { z } from "zod";
import { type Written, written } from "../../model/language.ts";
import type { Problem } from "../../model/problem.ts";
import type { Bundle } from "./bundle.ts";
import { problemAt } from "./place.ts";

const writtenSchema: z.ZodType<Written> = z.object({
  kind: z.enum(["definition", "route", "dashboard", "objective", "maintenance", "on-call", "raw", "sql-probe"]),
  at: z.custom<Written["at"]>(),
});
const idSchema = z.object({ id: z.string() });

/** What a value was made as, and where; null for what no word of the language made. */
export function writtenOf(value: unknown): Written | null {
  const mark: unknown = value !== null && typeof value === "object" ? Reflect.get(value, written) : undefined;
  return writtenSchema.safeParse(mark).data ?? null;
}

/** The id that a value states. */
export const idOf = (value: unknown): string | null => idSchema.safeParse(value).data?.id ?? null;

/** All exported values with their names; arrays are taken apart, functions are helpers. */
export function* exportsOf(modules: Record<string, unknown>): Generator<[unknown, string]> {
  // What one file takes from another and exports again is the same value, not a second one.
  const seen = new Set<unknown>();
  const isNew = (value: unknown) => !seen.has(value) && seen.add(value) === seen;
  for (const module of Object.values(modules)) {
    for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse({ ...Object(module) }))) {
      if (typeof value === "function") continue;
      for (const one of Array.isArray(value) ? value : [value]) if (isNew(one)) yield [one, name];
    }
  }
}

/** What was made and leads to nothing live, because no file exports it. */
export function notExported(
  modules: Record<string, unknown>,
  made: readonly unknown[],
  locate: Bundle["locate"],
): Problem[] {
  const exported = new Set([...exportsOf(modules)].map(([value]) => value));
  return made.flatMap((value) => {
    const mark = writtenOf(value);
    if (exported.has(value) || mark === null) return [];
    const message = "it is made and not exported: nothing of it goes live";
    const remedy = "Export it. What several have in common is a plain object, which each takes in.";
    return [problemAt(locate(mark.at.stack ?? ""), "load/not-exported", idOf(value), message, remedy)];
  });
}
