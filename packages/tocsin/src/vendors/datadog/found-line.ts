import type { Json, JsonObject } from "../../model/resource.ts";
import type { SearchSignal } from "../../model/signals/facts.ts";

/** A log line that a search finds, as the intake takes it. What an account's pipelines make of it, is not known here. */

type Found = SearchSignal["find"];

/** What stands for the `*` of a value that a definition leaves open. */
export const anything = "local";

/** Members of a line that are no attributes and no tags. */
const members: Readonly<Record<string, string>> = {
  service: "service",
  source: "ddsource",
  status: "status",
  host: "hostname",
};

/**
 * A line that a search finds.
 * @param more fields that it has besides, such as those of its group
 */
export function lineOf(
  { fields, phrases }: Found,
  more: [string, Json][],
  tags: readonly string[],
): Record<string, Json> {
  const stated = Object.entries(fields).flatMap(([field, term]): [string, Json][] => {
    const value = matching(term);
    return value === undefined ? [] : [[field, value]];
  });
  const named = new Set(stated.map(([field]) => field));
  const all = [...stated, ...more.filter(([field]) => !named.has(field))];
  const isTag = (field: string) => !field.startsWith("@") && members[field] === undefined;
  const body: Record<string, Json> = {
    message: phrases?.[0] ?? "all is well",
    ddtags: [...tags, ...all.flatMap(([field, value]) => (isTag(field) ? [`${field}:${value}`] : []))].join(","),
  };
  for (const [field, value] of all) {
    if (field.startsWith("@")) place(body, field.slice(1).split("."), value);
    else if (members[field] !== undefined) body[members[field]] = value;
  }
  return body;
}

/** A value that a field may have; undefined: none is needed. */
export function matching(term: Found["fields"][string]): Json | undefined {
  if (typeof term !== "object") return typeof term === "string" ? term.replaceAll("*", anything) : term;
  if (Array.isArray(term)) return matching(term[0] ?? "");
  if ("above" in term) return term.above + 1;
  if ("below" in term) return term.below - 1;
  if ("from" in term) return term.from;
  return "exists" in term && term.exists ? anything : undefined;
}

function place(body: Record<string, Json>, [next = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    body[next] = value;
    return;
  }
  const inner: JsonObject = typeof body[next] === "object" && !Array.isArray(body[next]) ? (body[next] ?? {}) : {};
  const copy: Record<string, Json> = { ...inner };
  place(copy, rest, value);
  body[next] = copy;
}

/** Whether one line can be found by both of two searches: no field must be one thing for one, and another for the other. */
export const canShareLines = (one: Found, other: Found): boolean =>
  Object.entries(one.fields).every(([field, term]) => {
    const second = other.fields[field];
    return typeof term === "object" || typeof second === "object" || second === undefined || term === second;
  });
