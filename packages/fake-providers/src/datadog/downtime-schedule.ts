import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { asSet, defined, isObject } from "../shared/values.ts";

const PATH = "/api/v2/downtime";

const recurrence = z.strictObject({ duration: z.string(), rrule: z.string(), start: z.string().optional() });
const inputs = z.strictObject({
  displayTimezone: z.string(),
  message: z.string().optional(),
  monitorIdentifier: z.strictObject({ monitorTags: z.array(z.string()).min(1) }),
  muteFirstRecoveryNotification: z.boolean(),
  notifyEndStates: z.array(z.string()),
  notifyEndTypes: z.array(z.string()),
  recurringSchedule: z.strictObject({ recurrences: z.array(recurrence).min(1), timezone: z.string() }),
  scope: z.string().min(1),
});
type Inputs = z.infer<typeof inputs>;

const shown = z.looseObject({
  data: z.looseObject({
    id: z.string(),
    attributes: z.looseObject({
      display_timezone: z.string().nullish(),
      message: z.string().nullish(),
      monitor_identifier: z.looseObject({ monitor_tags: z.array(z.string()).optional() }),
      mute_first_recovery_notification: z.boolean(),
      notify_end_states: z.array(z.string()),
      notify_end_types: z.array(z.string()),
      schedule: z.looseObject({ recurrences: z.array(z.looseObject(recurrence.shape)), timezone: z.string() }),
      scope: z.string(),
      status: z.string(),
    }),
  }),
});

/** `datadog:index/downtimeSchedule:DowntimeSchedule` of one that recurs on monitors with some tags. */
export function downtimeSchedule(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete,

    async create(given) {
      const { id, properties } = propertiesOf(await rest().call("POST", PATH, bodyOf(given)));
      return { id, outputs: properties };
    },

    /** A cancelled downtime stays readable, and the official plugin takes it for gone. */
    async read(id) {
      const answer = await rest().find(`${PATH}/${id}`);
      if (answer === null) return null;
      const { properties, status } = propertiesOf(answer);
      return status === "canceled" ? null : { id, inputs: properties, outputs: properties };
    },

    async update(id, given) {
      return propertiesOf(await rest().call("PATCH", `${PATH}/${id}`, bodyOf(given, id))).properties;
    },

    async delete(id) {
      await rest().call("DELETE", `${PATH}/${id}`);
    },
  });
}

/** Defaults as the bridge states them; the order of tags and of what is notified means nothing. */
function complete(given: Properties): Properties {
  const target = given.monitorIdentifier;
  return defined({
    displayTimezone: "UTC",
    muteFirstRecoveryNotification: false,
    ...given,
    notifyEndStates: asSet(given.notifyEndStates ?? ["alert", "no data", "warn"]),
    notifyEndTypes: asSet(given.notifyEndTypes ?? ["expired"]),
    monitorIdentifier: isObject(target) ? defined({ ...target, monitorTags: asSet(target.monitorTags) }) : target,
  });
}

function bodyOf(given: Inputs, id?: string): Properties {
  const { recurrences, timezone } = given.recurringSchedule;
  const attributes = defined({
    display_timezone: given.displayTimezone,
    message: given.message,
    monitor_identifier: { monitor_tags: given.monitorIdentifier.monitorTags },
    mute_first_recovery_notification: given.muteFirstRecoveryNotification,
    notify_end_states: given.notifyEndStates,
    notify_end_types: given.notifyEndTypes,
    schedule: { recurrences: recurrences.map((one) => defined({ ...one })), timezone },
    scope: given.scope,
  });
  return { data: defined({ type: "downtime", id, attributes }) };
}

function propertiesOf(answer: Value): { id: string; status: string; properties: Properties } {
  const { id, attributes: live } = answered(shown, answer, "Datadog's downtime").data;
  const { recurrences, timezone } = live.schedule;
  const properties = complete(
    defined({
      displayTimezone: live.display_timezone ?? undefined,
      message: live.message ?? undefined,
      monitorIdentifier: { monitorTags: live.monitor_identifier.monitor_tags ?? [] },
      muteFirstRecoveryNotification: live.mute_first_recovery_notification,
      notifyEndStates: live.notify_end_states,
      notifyEndTypes: live.notify_end_types,
      recurringSchedule: {
        recurrences: recurrences.map(({ duration, rrule, start }) => defined({ duration, rrule, start })),
        timezone,
      },
      scope: live.scope,
    }),
  );
  return { id, status: live.status, properties };
}
