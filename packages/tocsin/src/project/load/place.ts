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
  const keys = path.split(".");
  for (const [at, key] of [...keys.entries()].reverse()) {
    if (/^\d+$/.test(key)) continue;
    const named = new RegExp(`\\b${key.replace(/[^\w]/g, "")}\\b\\s*[:(]`, "g");
    const offsets = within.flatMap((line, i) => [...line.matchAll(named)].map(() => i));
    // A field of the nth member of a list is the nth of its name, where each member has it.
    const member = /^\d+$/.test(keys[at - 1] ?? "") ? Number(keys[at - 1]) : 0;
    const offset = offsets[member] ?? offsets[0];
    if (offset !== undefined) return { file: place.file, line: place.line + offset };
  }
  return place;
}
