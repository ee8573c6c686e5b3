import { z } from "zod";
import { refuse } from "../api/errors.ts";
import type { Json } from "../config/stored.ts";

const count = z.int().min(0);
const tags = z.array(z.string());

/**
 * The options of a monitor (spec: `MonitorOptions`), with what the server's own answers contain besides. Null clears an
 * option wherever the specification says nullable.
 */
export const OPTIONS = {
  aggregation: z.looseObject({}),
  avalanche_window: count.nullable(),
  device_ids: tags,
  enable_logs_sample: z.boolean().nullable(),
  enable_samples: z.boolean().nullable(),
  escalation_message: z.string().nullable(),
  evaluation_delay: count.nullable(),
  group_retention_duration: z.string().regex(/^\d+[mhd]$/),
  groupby_simple_monitor: z.boolean().nullable(),
  include_tags: z.boolean(),
  locked: z.boolean().nullable(),
  min_failure_duration: z.int().min(0).max(7_200).nullable(),
  min_location_failed: count.nullable(),
  new_group_delay: count.nullable(),
  new_host_delay: count.nullable(),
  no_data_timeframe: count.nullable(),
  notification_preset_name: z.enum([
    "show_all",
    "hide_query",
    "hide_handles",
    "hide_all",
    "hide_query_and_handles",
    "show_only_snapshot",
    "hide_handles_and_footer",
  ]),
  notify_audit: z.boolean(),
  notify_by: tags,
  notify_no_data: z.boolean(),
  on_missing_data: z.enum(["default", "show_no_data", "show_and_notify_no_data", "resolve"]),
  renotify_interval: z.union([count, z.string().regex(/^\d+$/)]).nullable(),
  restriction_query: z.unknown().nullable(),
  renotify_occurrences: count.nullable(),
  renotify_statuses: z.array(z.enum(["alert", "warn", "no data"])).nullable(),
  require_full_window: z.boolean().nullable(),
  scheduling_options: z.looseObject({}),
  silenced: z.record(z.string(), z.int().nullable()),
  synthetics_check_id: z.string().nullable(),
  threshold_windows: z
    .strictObject({ recovery_window: z.string().nullish(), trigger_window: z.string().nullish() })
    .nullable(),
  thresholds: z.record(z.string(), z.unknown()),
  timeout_h: z.int().min(0).max(24).nullable(),
  variables: z.array(z.unknown()),
};

/** The options in the types that the rules need; everything else stays untyped JSON. */
const schema = z.object(OPTIONS).partial();

/** Options that have the documented types. */
export type MonitorOptions = z.infer<typeof schema>;

/**
 * Checks names and types of options.
 *
 * @throws Refusal 400; an unknown name in the words of the API, `Invalid monitor option: x`
 */
export function checkOptionTypes(options: Json): MonitorOptions {
  const strange = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name));
  if (strange !== undefined) throw refuse(400, `Invalid monitor option: ${strange}`);
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(400, `The value provided for parameter '${issue?.path.join(".")}' is invalid: ${issue?.message}`);
}
