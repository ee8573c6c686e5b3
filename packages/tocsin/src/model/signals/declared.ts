import { z } from "zod";
import { scheduleProblem } from "../cron.ts";
import { type Fault, fault } from "../fault.ts";
import { timeZone } from "../time-zone.ts";
import { path, serviceName, wholeSeconds } from "./common.ts";
import { kind, no, nothing } from "./kind.ts";

/** What must exist exactly as declared: its absence is drift. */

const cronSchema = z.strictObject({
  path,
  /** Five fields, in UTC or in `timezone`; what Vercel does not run is refused below (`schedules`). */
  schedule: z.string(),
  /** By whose clock the schedule goes, where Vercel Schedules run it; left out: UTC. */
  timezone: timeZone.optional(),
  /** The longest time that a run may take, in seconds. */
  maxDuration: wholeSeconds.default(300),
});

export const crons = z.strictObject({
  kind: z.literal("crons"),
  service: serviceName,
  crons: z.array(cronSchema).min(1),
  /** Vercel Schedules call the paths (`schedules` of vercel.json), in place of its cron jobs (`crons`). */
  runBy: z.literal("schedules").optional(),
  /** False leaves the variable CRON_SECRET of the project to whoever has set it. */
  secret: z.literal(false).optional(),
});

export const stripeEvents = z.strictObject({
  kind: z.literal("stripe-events"),
  service: serviceName,
  path,
  /** `invoice.paid`; thin events are called `v1.invoice.paid` and `v2.core.account[requirements].updated`; `*` alone is every event. */
  events: z
    .array(
      z.string().regex(/^(\*|[a-z0-9_]+(\.[a-z0-9_]+(\[[a-z0-9_.]+\])?)+)$/, "an event is named as in invoice.paid"),
    )
    .min(1),
  /**
   * An event destination of Stripe's /v2 in place of a webhook endpoint, and what it is sent: a snapshot of what the event is
   * about, or a thin event that only names it.
   */
  payload: z.enum(["snapshot", "thin"]).optional(),
  /** Environment variable of the service's Vercel project that receives the signing secret. */
  secretVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, "a variable is named in capitals, digits and _")
    .optional(),
  /** What Stripe's page says of it; left out: the alert's title. */
  description: z.string().min(1).max(400).optional(),
  /** Beside what says whose it is. */
  metadata: z.record(z.string().min(1).max(40), z.string().max(500)).optional(),
  /** Events of connected accounts. */
  connect: z.literal(true).optional(),
});

const declared = () => "it is declared, and its absence is drift: verify finds it";
const stated = { condition: "declared", unit: no, notEvaluated: declared, reads: nothing } as const;

function schedules({ runBy, crons: all }: z.output<typeof crons>): Fault[] {
  return all.flatMap(({ path, schedule, timezone }, index) => {
    if (timezone !== undefined && runBy === undefined) {
      const message = `Vercel runs cron jobs in UTC: ${path} has the time zone ${timezone}`;
      const remedy = 'Take the time zone out, or let Vercel Schedules run them: runBy: "schedules".';
      return [fault("model/schedule", `signal.crons.${index}.timezone`, message, remedy)];
    }
    const wrong = scheduleProblem(schedule);
    if (wrong === null) return [];
    const message = `Vercel does not run ${path} at "${schedule}": ${wrong.reason}`;
    return [fault("model/schedule", `signal.crons.${index}.schedule`, message, wrong.remedy)];
  });
}

/** Stripe calls thin events by the interface that they come from: `v1.invoice.paid` is the snapshot `invoice.paid`. */
function eventNames({ events, payload }: z.output<typeof stripeEvents>): Fault[] {
  const every = events.indexOf("*");
  if (every !== -1 && events.length > 1) {
    const message = '"*" is every event, and others are named beside it';
    return [
      fault("model/event", `signal.events.${every}`, message, 'Write ["*"] alone, or only the events that are needed.'),
    ];
  }
  const wrong = events.findIndex((event) => event !== "*" && /^v[12]\./.test(event) !== (payload === "thin"));
  const event = events[wrong];
  if (event === undefined) return [];
  const [what, remedy] =
    payload === "thin"
      ? ["is no thin event", `Write v1.${event}, or payload: "snapshot".`]
      : [
          "is a thin event",
          'Say payload: "thin" of an event destination, or name a snapshot event such as invoice.paid.',
        ];
  return [fault("model/event", `signal.events.${wrong}`, `"${event}" ${what}`, remedy)];
}

export const declaredKinds = {
  crons: kind(crons, { by: "vercel", ...stated, faults: schedules }),
  "stripe-events": kind(stripeEvents, { by: "stripe", ...stated, faults: eventNames }),
};
