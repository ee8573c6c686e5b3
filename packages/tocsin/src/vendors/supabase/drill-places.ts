import type { SqlProbe } from "../../model/sql-probe.ts";

/** Ids of all rows that drills make lie between these two: so they are found without a journal, in any table. */
const drillRows = {
  first: "70c51d00-0000-4000-8000-000000000000",
  last: "70c51d00-ffff-4fff-bfff-ffffffffffff",
} as const;

/** Where rows of drills may be, as a path of the REST interface of a service's database. */
export interface DrillPlace {
  service: string;
  table: string;
  path: string;
}

const within = (column: string, from: string, to: string): string => `${column}=gte.${from}&${column}=lte.${to}`;

/** Every row of a table whose column holds an id that any drill made. */
const everyDrill = (table: string, column: string): string =>
  `/${table}?${within(column, drillRows.first, drillRows.last)}`;

/** The rows of a table whose column holds an id of one drill. */
export const oneDrill = (table: string, column: string, prefix: string): string =>
  `/${table}?${within(column, `${prefix}-000000000000`, `${prefix}-ffffffffffff`)}`;

/**
 * Every place where a drill of these statements puts rows, or the app makes rows for them: in an order in which they can be
 * deleted, so that no row goes before those that name it.
 */
export function drillPlaces(probes: readonly SqlProbe[]): DrillPlace[] {
  const places = new Map<string, DrillPlace>();
  const later = new Map<string, Set<string>>();
  const add = (service: string, table: string, column: string): string => {
    const place = { service, table, path: everyDrill(table, column) };
    const key = `${service} ${place.path}`;
    if (!places.has(key)) places.set(key, place);
    return key;
  };
  for (const { service, drill } of probes) {
    if (drill === undefined) continue;
    const inserted = Object.keys(drill.rows).map((table) => add(service, table, "id"));
    const made = Object.entries(drill.removes).map(([table, column]) => add(service, table, column));
    // What was inserted later may name what was inserted before; what the app made may name all of it.
    const deleted = [...made, ...inserted.reverse()];
    for (const [at, key] of deleted.entries())
      later.set(key, new Set([...(later.get(key) ?? []), ...deleted.slice(at + 1)]));
  }
  return inOrder([...places.keys()], later).flatMap((key) => places.get(key) ?? []);
}

/** Keys so that each stands before those that come later than it; where that is not possible, as they were named. */
function inOrder(keys: readonly string[], later: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const left = new Set(keys);
  const sorted: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((key) => ![...left].some((other) => other !== key && later.get(other)?.has(key)));
    const [next] = free.length > 0 ? free : left;
    if (next === undefined) break;
    sorted.push(next);
    left.delete(next);
  }
  return sorted;
}
