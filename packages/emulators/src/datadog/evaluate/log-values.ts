import type { StoredLog } from "../intake/model.ts";

/** What a facet or measure can hold. */
export type Scalar = string | number | boolean;

/**
 * The values that a log has for a facet as written in a query: `@path.to.attribute`, a reserved attribute (`service`,
 * `source`, `host`, `status`) or the key of a tag. A list has several values.
 */
export function valuesAt(log: StoredLog, facet: string): Scalar[] {
  if (facet.startsWith("@")) return scalars(attribute(log.attributes, facet.slice(1)));
  switch (facet) {
    case "source":
      return log.source === null ? [] : [log.source];
    case "service":
      return log.service === null ? [] : [log.service];
    case "host":
      return log.host === null ? [] : [log.host];
    case "status":
      return [log.status];
    case "message":
      return [log.message];
    case "tags":
      return log.tags;
  }
  return log.tags.flatMap((tag) => (tag.startsWith(`${facet}:`) ? [tag.slice(facet.length + 1)] : []));
}

/** The numbers among a log's values for a measure. */
export function numbersAt(log: StoredLog, measure: string): number[] {
  return valuesAt(log, measure)
    .filter((value) => typeof value !== "boolean" && value !== "")
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

/** Every value in a log's attributes and tags. */
export function allValues(log: StoredLog): Scalar[] {
  return [...scalars(log.attributes), ...log.tags, log.service ?? "", log.source ?? "", log.host ?? ""];
}

/** Follows a dotted path; a key that itself holds dots is found as well. */
function attribute(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((each) => attribute(each, path)).filter((each) => each !== undefined);
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, path)) return Reflect.get(value, path);
  for (let dot = path.indexOf("."); dot !== -1; dot = path.indexOf(".", dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(value, head)) continue;
    const found = attribute(Reflect.get(value, head), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function scalars(value: unknown): Scalar[] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(scalars);
}
