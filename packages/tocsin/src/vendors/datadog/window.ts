import { z } from "zod";
import { weekdays } from "../../model/maintenance.ts";
import type { JsonObject } from "../../model/resource.ts";

/** A maintenance window, as its downtime says it. */
export interface Window {
  /** What is silent: what carries all of `service:shop`, `severity:ticket`, `tocsin-id:shop/errors`; none: all alerts. */
  target: string[];
  /** Of the week; none: every day. */
  days: string[];
  /** `03:00`, on the clock of the time zone. */
  from: string;
  minutes: number;
  timezone: string;
}

const body = z.object({
  monitor_identifier: z.object({ monitor_tags: z.array(z.string()) }),
  schedule: z.object({
    recurrences: z.tuple([z.object({ duration: z.string(), rrule: z.string(), start: z.string() })]),
    timezone: z.string(),
  }),
});

const minutesIn: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** Reads a downtime's attributes; null for one that is not of the form that we write. */
export function windowOf(attributes: JsonObject): Window | null {
  const parsed = body.safeParse(attributes);
  if (!parsed.success) return null;
  const { monitor_identifier: target, schedule } = parsed.data;
  const [{ duration, rrule, start }] = schedule.recurrences;
  const codes = /BYDAY=([A-Z,]+)/.exec(rrule)?.[1]?.split(",") ?? [];
  return {
    target: target.monitor_tags.filter((tag) => /^(service|severity|tocsin-id):/.test(tag)),
    days: weekdays.filter((day) => codes.includes(day.slice(0, 2).toUpperCase())),
    from: start.slice(11, 16),
    minutes: Number(duration.slice(0, -1)) * (minutesIn[duration.slice(-1)] ?? 0),
    timezone: schedule.timezone,
  };
}

/** `the alerts of service shop every Sunday at 03:00 (Europe/Vienna) for 30 min`. */
export function windowText({ target, days, from, minutes, timezone }: Window): string {
  const length = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
  const when =
    days.length === 0
      ? "every day"
      : `every ${days.map((day) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`).join(", ")}`;
  return `${targetText(target)} ${when} at ${from} (${timezone}) for ${length}`;
}

/** What is silent: `shop/errors`, `the alerts of service shop`, `all alerts with severity ticket`. */
function targetText(tags: readonly string[]): string {
  const tagged = (key: string) => tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1);
  const alert = tagged("tocsin-id");
  if (alert !== undefined) return alert;
  const [service, severity] = [tagged("service"), tagged("severity")];
  const whose = service === undefined ? "all alerts" : `the alerts of service ${service}`;
  return severity === undefined ? whose : `${whose} with severity ${severity}`;
}
