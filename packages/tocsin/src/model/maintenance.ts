import { z } from "zod";
import { type Definition, definitionIdSchema, severitySchema } from "./definition.ts";
import { type FaultOf, faultAbout } from "./fault.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { hasMonitor } from "./signals/facts.ts";
import { timeZone } from "./time-zone.ts";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** A time on the clock of a time zone: `02:30`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time is written 02:30");

/** A planned silence that comes again and again, as a Datadog downtime. What happens once is a mute (`tocsin mute`). */
export const maintenanceSchema = z
  .strictObject({
    id: definitionIdSchema,
    aliases: z.array(definitionIdSchema).default([]),
    title: z.string().min(1).max(80),
    owner: z.string().min(1),
    /** What is done in it: the message of the downtime, and of whoever asks why nothing arrives. */
    reason: z.string().min(1).max(240),
    /** Whose alerts are silent: all of a service, all of some severities (of a service), or those named. */
    silences: z.union([
      z.strictObject({
        service: z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is in lower case, with digits and hyphens"),
        severities: z.array(severitySchema).min(1).optional(),
      }),
      z.strictObject({ severities: z.array(severitySchema).min(1) }),
      z.strictObject({ alerts: z.array(definitionIdSchema).min(1) }),
    ]),
    every: z.enum(["day", "week"]),
    /** Days of the week, where it comes every week. */
    on: z.array(z.enum(weekdays)).min(1).optional(),
    /** The day of the first one, `2027-01-03`. */
    since: z.iso.date(),
    /** The time at which it begins, on the clock of the time zone: `02:30`. */
    from: timeOfDay,
    /** Seconds, whole minutes. */
    duration: z.number().int().min(60).max(86_400).multipleOf(60),
    timezone: timeZone,
  })
  .refine(({ every, on }) => (every === "week") === (on !== undefined), {
    path: ["on"],
    message: 'days go with every: "week", which needs them',
  });

export type Maintenance = z.output<typeof maintenanceSchema>;
export type MaintenanceInput = ReadonlyLists<z.input<typeof maintenanceSchema>>;

/** What a window names and is not there, or cannot be silenced. */
export function maintenanceFaults({ id, silences }: Maintenance, definitions: readonly Definition[]): FaultOf[] {
  const told = (rule: string, path: string, message: string, remedy: string) =>
    faultAbout(id)(rule, `silences.${path}`, message, remedy);
  if (!("alerts" in silences)) {
    const { severities } = silences;
    const service = "service" in silences ? silences.service : undefined;
    const own = definitions.filter((one) => service === undefined || one.service === service);
    if (service !== undefined && !own.some(({ signal }) => hasMonitor(signal))) {
      const message =
        own.length === 0
          ? `no definition is of service "${service}"`
          : `no alert of service "${service}" is watched by Datadog, and no other vendor takes a maintenance window`;
      return [told("model/nothing-silenced", "service", message, "Correct the service, or take the window out.")];
    }
    return (severities ?? []).flatMap((severity, at) => {
      if (severities?.indexOf(severity) !== at) {
        const message = `the severity "${severity}" is named twice`;
        return [told("model/duplicate-severity", `severities.${at}`, message, "Name each once.")];
      }
      if (own.some((one) => one.severity === severity && hasMonitor(one.signal))) return [];
      const whose = service === undefined ? "no alert" : `no alert of service "${service}"`;
      const message = `${whose} that Datadog watches has severity ${severity}`;
      return [told("model/nothing-silenced", `severities.${at}`, message, "Take the severity out.")];
    });
  }
  return silences.alerts.flatMap((name, at) => {
    const definition = definitions.find((one) => one.id === name);
    if (definition === undefined) {
      const message = `there is no definition "${name}"`;
      return [told("model/unknown-definition", `alerts.${at}`, message, "Correct the id, or write it.")];
    }
    if (hasMonitor(definition.signal)) return [];
    const message = `"${name}" is a ${definition.signal.kind} signal, which no Datadog monitor watches`;
    return [told("model/no-monitor", `alerts.${at}`, message, "Name alerts that Datadog watches.")];
  });
}
