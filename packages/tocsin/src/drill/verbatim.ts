import type { Project } from "../model/project.ts";

/** Kinds of resource that fire, and of each alert the one that does. */
const firing = ["monitor", "synthetics-test", "detector", "workflow"];

/** At most so many are named. */
const named = 5;

/**
 * What a drill of a whole stack leaves out: alerts that are imported verbatim, whose signal nobody has said. Null where there is none.
 *
 * @example `2 alerts that are imported verbatim are not exercised (shop/load, shop/queue): ...`
 */
export function notExercised({ resources, definitions }: Pick<Project, "resources" | "definitions">): string | null {
  const known = new Set(definitions.map(({ id }) => id as string));
  const left = resources.flatMap(({ kind, definition }) =>
    definition !== null && firing.includes(kind) && !known.has(definition) ? [definition] : [],
  );
  const ids = [...new Set(left)].sort();
  if (ids.length === 0) return null;
  const some = ids.length > named ? [...ids.slice(0, named), "..."] : ids;
  const what =
    ids.length === 1 ? "1 alert that is imported verbatim is" : `${ids.length} alerts that are imported verbatim are`;
  return `${what} not exercised (${some.join(", ")}): no definition says what makes it fire. Import it as a definition (tocsin import without --verbatim) to drill it.`;
}
