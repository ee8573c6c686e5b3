import { type Maintenance, weekdays } from "../../model/maintenance.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";

/**
 * What a window silences, one entry a downtime: the end of its name, and the tags that a monitor must carry, all of them. Tags are
 * no alternatives at Datadog, so each severity and each alert that is named has a downtime of its own.
 */
function targetsOf(silences: Maintenance["silences"]): [suffix: string, tags: string[]][] {
  if ("alerts" in silences) {
    return silences.alerts.map((alert) => [`/${alert.replace("/", ".")}`, [`tocsin-id:${alert}`]]);
  }
  const own = "service" in silences ? [`service:${silences.service}`] : [];
  if (silences.severities === undefined) return [["", own]];
  return silences.severities.map((severity) => [`/${severity}`, [...own, `severity:${severity}`]]);
}

/** Attributes of `POST /api/v2/downtime`. */
export function compileMaintenance(maintenance: Maintenance, stack: StackConfig): Resource[] {
  const { id, aliases } = maintenance;
  return targetsOf(maintenance.silences).map(([suffix, tags]) => ({
    vendor: "datadog",
    kind: "downtime",
    name: `${id}/downtime${suffix}`,
    definition: id,
    parent: {},
    body: {
      display_timezone: maintenance.timezone,
      message: `${maintenance.title}: ${maintenance.reason}\ntocsin:${id}`,
      monitor_identifier: { monitor_tags: [`env:${stack.name}`, "managed-by:tocsin", ...tags] },
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
