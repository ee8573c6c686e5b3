import { type Maintenance, weekdays } from "../../model/maintenance.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";

/**
 * Attributes of `POST /api/v2/downtime`. A downtime names monitors by tags all of which they carry: one for a service, one for each
 * alert that is named.
 */
export function compileMaintenance(maintenance: Maintenance, stack: StackConfig): Resource[] {
  const { id, aliases, silences } = maintenance;
  const parts: [suffix: string, tag: string][] =
    "service" in silences
      ? [["", `service:${silences.service}`]]
      : silences.alerts.map((alert) => [`/${alert.replace("/", ".")}`, `tocsin-id:${alert}`]);
  return parts.map(([suffix, tag]) => ({
    vendor: "datadog",
    kind: "downtime",
    name: `${id}/downtime${suffix}`,
    definition: id,
    parent: {},
    body: {
      display_timezone: maintenance.timezone,
      message: `${maintenance.title}: ${maintenance.reason}\ntocsin:${id}`,
      monitor_identifier: { monitor_tags: [`env:${stack.name}`, "managed-by:tocsin", tag] },
      mute_first_recovery_notification: false,
      // Whoever is on call is told that what fired meanwhile still does.
      notify_end_states: ["alert", "no data", "warn"],
      notify_end_types: ["expired"],
      schedule: scheduleOf(maintenance),
      scope: "*",
    },
    refs: [],
    ...(aliases.length === 0 ? {} : { aliases: aliases.map((alias) => `${alias}/downtime${suffix}`) }),
  }));
}

const dayNames = new Map(weekdays.map((day) => [day, day.slice(0, 2).toUpperCase()]));

function scheduleOf({ every, on, since, from, duration, timezone }: Maintenance): JsonObject {
  const days =
    on === undefined
      ? ""
      : `;BYDAY=${weekdays
          .filter((day) => on.includes(day))
          .map((day) => dayNames.get(day))
          .join(",")}`;
  const rrule = `FREQ=${every === "day" ? "DAILY" : "WEEKLY"};INTERVAL=1${days}`;
  return {
    recurrences: [{ duration: shortDuration(duration), rrule, start: `${since}T${from}:00` }],
    timezone,
  };
}
