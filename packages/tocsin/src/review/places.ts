import { z } from "zod";
import type { CompiledState } from "./state.ts";

/** Where a definition stands in the code. */
export const place = z.strictObject({
  /** From the project's root. */
  file: z.string(),
  /** 1-based. */
  line: z.number().int(),
  /** The page that shows that line at the commit that was reviewed; null where no repository is known, or it has not that commit. */
  url: z.string().nullable(),
});

type CodePlace = z.infer<typeof place>;

/** A repository whose files can be read in a browser. */
export interface CodeRepository {
  /** `https://github.com/owner/name`, without a trailing slash. */
  url: string;
  /** The project's folder in the repository, with a trailing slash; empty for its root. */
  folder: string;
  /** The commits of the two states; null where one is of none, such as a working copy with changes. */
  base: string | null;
  head: string | null;
}

/** Where the definitions of two states stand, by id: those of the head, and of the base those that the head no longer has. */
export function placesOf(
  ids: Iterable<string>,
  states: { base: CompiledState | null; head: CompiledState },
  repository: CodeRepository | null,
): Record<string, CodePlace> {
  const found = [...new Set(ids)].sort().flatMap((id): [string, CodePlace][] => {
    const [head, base] = [states.head.places?.[id], states.base?.places?.[id]];
    const stands = head ?? base;
    if (stands === undefined) return [];
    const commit = head === undefined ? repository?.base : repository?.head;
    return [[id, { ...stands, url: commit ? lineUrl(repository, commit, stands) : null }]];
  });
  return Object.fromEntries(found);
}

/** A state may come from a branch's own tool: a path that climbs out of the repository would lead to anybody's page. */
function lineUrl(
  repository: CodeRepository | null,
  commit: string,
  { file, line }: { file: string; line: number },
): string | null {
  if (repository === null) return null;
  const parts = `${repository.folder}${file}`.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return null;
  const path = parts.map((part) => encodeURIComponent(part).replace(/[()!'*]/g, percent)).join("/");
  return `${repository.url}/blob/${encodeURIComponent(commit)}/${path}#L${line}`;
}

/** What `encodeURIComponent` leaves, and Markdown would take for its own. */
const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
