/** Maintenance windows at Datadog: the REST body as the arguments of `@pulumi/datadog`. */
import datadog from "@pulumi/datadog";
import { z } from "zod";
import { type Create, camel, read } from "./values.ts";

const shape = z.strictObject({
  display_timezone: z.string(),
  message: z.string(),
  monitor_identifier: z.strictObject({ monitor_tags: z.array(z.string()) }),
  mute_first_recovery_notification: z.boolean(),
  notify_end_states: z.array(z.string()),
  notify_end_types: z.array(z.string()),
  schedule: z.strictObject({
    recurrences: z.array(z.strictObject({ duration: z.string(), rrule: z.string(), start: z.string() })),
    timezone: z.string(),
  }),
  scope: z.string(),
});

/** `POST /api/v2/downtime`. */
export const downtime: Create = (spec) => {
  const { schedule: recurringSchedule, ...rest } = camel(read(shape, spec.body, spec));
  const created = new datadog.DowntimeSchedule(spec.resource.name, { ...rest, recurringSchedule }, spec.options);
  return { id: created.id };
};
