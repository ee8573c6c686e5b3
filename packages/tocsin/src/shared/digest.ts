import { createHash } from "node:crypto";

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/**
 * JSON with one spelling for one value: members sorted by name, those that are undefined left out, no white space. Numbers
 * and texts as JavaScript writes them (as RFC 8785 does).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let members = "";
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member !== undefined) members += `${members && ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Of a value in its canonical JSON, as `sha256:<hex>`. */
export const sha256 = (value: unknown): string =>
  `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
