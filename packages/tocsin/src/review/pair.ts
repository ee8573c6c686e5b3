import { definitionSchema } from "../model/definition.ts";
import type { JsonObject } from "../model/resource.ts";

/** A definition as it stands in a compiled state. */
export type Stated = JsonObject & { id: string };

/** How definitions of base and head belong together. */
export interface Pairs {
  /** Same id, or a new id that names the old one as an alias. */
  kept: Array<{ before: Stated; after: Stated; renamed: boolean }>;
  /** A new id for what looks like the same alert, without the alias: the vendors' objects are deleted and created. */
  recreated: Array<{ before: Stated; after: Stated }>;
  removed: Stated[];
  added: Stated[];
}

export function paired(before: readonly Stated[], after: readonly Stated[]): Pairs {
  const old = new Map(before.map((d) => [d.id, d]));
  const pairs: Pairs = { kept: [], recreated: [], removed: [], added: [] };
  const rest: Stated[] = [];
  const fresh = after.filter((d) => {
    const own = old.get(d.id);
    if (own) {
      pairs.kept.push({ before: own, after: d, renamed: false });
      old.delete(d.id);
    }
    return own === undefined;
  });
  for (const d of fresh) {
    const alias = aliasesOf(d).find((name) => old.has(name));
    const earlier = alias === undefined ? undefined : old.get(alias);
    if (earlier === undefined) rest.push(d);
    else {
      pairs.kept.push({ before: earlier, after: d, renamed: true });
      old.delete(earlier.id);
    }
  }
  const twins = new Map([...old.values()].flatMap((d) => marks(d).map((mark) => [mark, d] as const)));
  for (const d of rest) {
    const twin = marks(d)
      .map((mark) => twins.get(mark))
      .find((candidate) => candidate !== undefined && old.has(candidate.id));
    if (twin === undefined) pairs.added.push(d);
    else {
      pairs.recreated.push({ before: twin, after: d });
      old.delete(twin.id);
    }
  }
  pairs.removed = [...old.values()];
  return pairs;
}

function aliasesOf(d: Stated): string[] {
  return Array.isArray(d.aliases) ? d.aliases.filter((alias) => typeof alias === "string") : [];
}

/** What two definitions of the same alert have in common: the thing watched, or the name within the service. */
function marks({ signal, title, service }: Stated): string[] {
  return [`signal ${JSON.stringify(signal)}`, `title ${JSON.stringify([title, service])}`];
}

/** Of a stated definition, as far as it can be read. */
export function severityOf(stated: Stated): string | null {
  return definitionSchema.shape.severity.safeParse(stated.severity).data ?? null;
}
