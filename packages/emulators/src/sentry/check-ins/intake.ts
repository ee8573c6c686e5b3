import { z } from "zod";
import type { CheckIn } from "./monitors.ts";

/** Check-ins as SDKs send them in an envelope, and as `curl` does by a path. */

const status = z.enum(["in_progress", "ok", "error"]);
const nothing = "00000000000000000000000000000000";
const id = z
  .string()
  .transform((text) => text.replaceAll("-", ""))
  .pipe(z.string().regex(/^[0-9a-f]{32}$/))
  .transform((text) => (text === nothing ? null : text))
  .nullish()
  .transform((given) => given ?? null);
const environment = z
  .string()
  .min(1)
  .nullish()
  .transform((name) => name ?? "production");

const item = z
  .object({ check_in_id: id, monitor_slug: z.string().min(1), status, environment })
  .transform(({ check_in_id, monitor_slug, ...own }): CheckIn => ({ id: check_in_id, slug: monitor_slug, ...own }));

const query = z
  .object({ check_in_id: id, status, environment })
  .transform(({ check_in_id, ...own }): Omit<CheckIn, "slug"> => ({ id: check_in_id, ...own }));

/** The payload of an envelope's item `check_in`; null for what is none. */
export const readCheckIn = (payload: unknown): CheckIn | null => item.safeParse(payload).data ?? null;

/** What a call of `/api/PROJECT/cron/SLUG/KEY/` says in its query or its body; null for what is no check-in. */
export function readCronCall(slug: string, given: unknown): CheckIn | null {
  const read = query.safeParse(given);
  return read.success ? { ...read.data, slug } : null;
}
