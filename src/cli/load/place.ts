import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../model/problem.ts";

/** Where something was written: a path relative to the project's root, and a 1-based line. */
export interface Place {
  file: string;
  line: number;
}

/** A problem of what a team wrote; `place` null where no file is to blame. */
export function problemAt(
  place: Place | null,
  rule: string,
  definition: string | null,
  message: string,
  remedy: string,
): Problem {
  return { rule, severity: "error", file: place?.file ?? null, line: place?.line ?? null, definition, message, remedy };
}

/** The line of a field inside the call that begins at `place`, found by the field's name in the source. */
export function fieldPlace(place: Place, path: string, root: string, sources: Map<string, string[]>): Place {
  let lines = sources.get(place.file);
  if (!lines) {
    const file = join(root, place.file);
    lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    sources.set(place.file, lines);
  }
  const end = lines.findIndex((line, i) => i >= place.line && /^\S/.test(line));
  const within = lines.slice(place.line - 1, end === -1 ? undefined : end);
  for (const key of path
    .split(".")
    .filter((k) => !/^\d+$/.test(k))
    .reverse()) {
    const offset = within.findIndex((line) => new RegExp(`\\b${key.replace(/[^\w]/g, "")}\\b\\s*[:(]`).test(line));
    if (offset !== -1) return { file: place.file, line: place.line + offset };
  }
  return place;
}
