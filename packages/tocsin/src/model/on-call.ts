import { z } from "zod";
import { type Definition, definitionIdSchema, type Route } from "./definition.ts";
import { type FaultOf, faultAbout } from "./fault.ts";
import { timeOfDay, weekdays } from "./maintenance.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { hasMonitor } from "./signals/facts.ts";
import { timeZone } from "./time-zone.ts";

const stepSchema = z.strictObject({
  /** Names of people in the stack file, all paged at once. */
  people: z
    .array(z.string().min(1))
    .min(1)
    .refine((people) => new Set(people).size === people.length, { message: "somebody is named twice in one step" }),
  /** Seconds without an acknowledgement after which the next step pages; whole minutes. */
  after: z.number().int().min(60).max(36_000).multipleOf(60),
});

/** The hours of a day in which a page is urgent. Where `to` is not after `from`, they end on the next day. */
const hoursSchema = z
  .strictObject({
    on: z.array(z.enum(weekdays)).min(1),
    from: timeOfDay,
    to: timeOfDay,
    timezone: timeZone,
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "these hours have no end: leave them out" })
  .refine(({ on }) => new Set(on).size === on.length, { path: ["on"], message: "a day is named twice" });

/**
 * Whom a pager wakes, one after the other, and in which hours: a destination of routes that the stack binds to a team of Datadog
 * On-Call. Other pagers escalate by policies of their own, which no definition writes.
 */
export const onCallSchema = z.strictObject({
  id: definitionIdSchema,
  aliases: z.array(definitionIdSchema).default([]),
  title: z.string().min(1).max(80),
  owner: z.string().min(1),
  /** The destination: a name that routes have under `notify`. */
  destination: z.string().min(1),
  /** Who is paged, in this order, while nobody acknowledges. */
  steps: z.array(stepSchema).min(1).max(10),
  /** How often all steps begin again when the last one has waited in vain. */
  again: z.number().int().min(0).max(10).default(0),
  /** When pages are urgent; at other times each is of low urgency. Left out: always. */
  hours: hoursSchema.optional(),
});

export type OnCall = z.output<typeof onCallSchema>;
export type OnCallInput = ReadonlyLists<z.input<typeof onCallSchema>>;

/** What an on-call definition names and is not there, what two say of one destination, and alerts that cannot get there. */
export function onCallFaults(
  { id, destination }: OnCall,
  all: readonly OnCall[],
  routes: readonly Route[],
  definitions: readonly Definition[],
): FaultOf[] {
  const told = (rule: string, message: string, remedy: string) => faultAbout(id)(rule, "destination", message, remedy);
  const first = all.find((one) => one.destination === destination);
  if (first !== undefined && first.id !== id) {
    const message = `"${first.id}" says already who is paged at "${destination}"`;
    return [told("model/duplicate-on-call", message, "Keep one of the two.")];
  }
  const leading = new Set(routes.filter(({ notify = [] }) => notify.includes(destination)).map(({ name }) => name));
  if (leading.size === 0) {
    const message = `no route notifies "${destination}", so nobody is ever paged there`;
    return [told("model/unknown-destination", message, "Name it under notify of a route, or correct it.")];
  }
  return definitions
    .filter(({ route, signal }) => leading.has(route) && !hasMonitor(signal) && signal.kind.startsWith("sentry-"))
    .map((definition) => {
      const message = `"${definition.id}" is watched by Sentry, which has no way to Datadog On-Call, where "${destination}" is`;
      return told("model/no-way", message, "Give that alert a route without it, or watch it with Datadog.");
    });
}
