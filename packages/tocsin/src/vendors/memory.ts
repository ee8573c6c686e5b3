import { z } from "zod";
import { objectWith } from "./json.ts";
import type { Memory } from "./live.ts";

const body = objectWith({ id: z.string() });

type Read = z.infer<typeof body>;

const stored = z.record(z.string(), z.object({ modifiedAt: z.string(), body }));

/**
 * Resources as they were when they were last read: a list that shows when each was changed, and not what it says, is asked only
 * for those that were changed since. Pure; whoever has it keeps `text` somewhere.
 */
export class TextMemory implements Memory {
  readonly #seen: Map<string, { modifiedAt: string; body: Read }>;
  /** Those that are gone, or no longer ours, are not asked for, and so forgotten. */
  readonly #asked = new Set<string>();
  #changed = false;

  /** `text` is what `text()` once gave; anything else counts as nothing remembered. */
  constructor(text = "{}") {
    this.#seen = new Map(Object.entries(parsed(text)));
  }

  /** The resource, if it was read since it was changed at that time. */
  recall(id: string, modifiedAt: string): Read | undefined {
    this.#asked.add(id);
    const known = this.#seen.get(id);
    return known?.modifiedAt === modifiedAt ? known.body : undefined;
  }

  keep(id: string, modifiedAt: string, body: Read): void {
    this.#seen.set(id, { modifiedAt, body });
    this.#changed = true;
  }

  /** What to keep; null when nothing is new. */
  text(): string | null {
    if (!this.#changed) return null;
    return JSON.stringify(Object.fromEntries([...this.#seen].filter(([id]) => this.#asked.has(id))));
  }
}

function parsed(text: string): z.infer<typeof stored> {
  try {
    return stored.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
