import { readFileSync } from "node:fs";
import type { z } from "zod";

/** The event that a workflow of GitHub's runs for; null outside of one, and for an event of another form. */
export function eventOf<T>(env: Record<string, string | undefined>, shape: z.ZodType<T>): T | null {
  try {
    return shape.safeParse(JSON.parse(readFileSync(env.GITHUB_EVENT_PATH ?? "", "utf8"))).data ?? null;
  } catch {
    return null;
  }
}
