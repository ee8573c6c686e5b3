import { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { eventTypes } from "./event-types.ts";
import { recordEvent } from "./events.ts";
import type { StripeStore } from "./store.ts";

const happening = z.strictObject({
  type: z.string().refine((type) => eventTypes.has(type), "is no event type of Stripe"),
  count: z.int().min(1).max(1_000).default(1),
  /** How long ago it happened. Stripe keeps events for 30 days. */
  ageSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400 - 1)
    .default(0),
  /** Endpoints that have not taken it. */
  pendingWebhooks: z.int().min(0).max(16).default(0),
  /** By this the events are taken back. */
  mark: z.string().min(1).default("by-hand"),
});

/** An object of an event, as far as a reader can tell what happened to whom. */
function objectOf(type: string, number: string) {
  const customer = `cus_${number}`;
  if (type.startsWith("invoice.")) {
    const paid = type !== "invoice.payment_failed";
    const amounts = { amount_due: 2_900, amount_paid: paid ? 2_900 : 0, currency: "usd" };
    return { id: `in_1${number}`, object: "invoice", customer, status: paid ? "paid" : "open", ...amounts };
  }
  if (type.startsWith("customer.subscription.")) {
    const status = type === "customer.subscription.deleted" ? "canceled" : "active";
    return { id: `sub_1${number}`, object: "subscription", customer, status };
  }
  return { id: `obj_1${number}`, object: type.split(".")[0] ?? "" };
}

/**
 * Lets events have happened, and takes them back: Stripe has no call for either.
 *
 * `POST /stripe/events {type, count?, ageSeconds?, pendingWebhooks?, mark?}` answers `{events: [id]}`;
 * `DELETE /stripe/events[?mark=]` takes back those whose mark begins so, or all that were made here, and answers `{removed}`.
 */
export function stripeControl(context: LocalContext, store: StripeStore): Hono {
  const marks = new Map<string, string>();
  const control = new Hono();
  control.post("/events", async (c) => {
    const parsed = happening.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `${issue.path.join(".") || "event"}: ${issue.message}`);
      return c.json({ errors }, 400);
    }
    const { type, count, ageSeconds, pendingWebhooks, mark } = parsed.data;
    const made = Array.from({ length: count }, () => {
      const event = recordEvent(context, store, type, objectOf(type, context.newId().toString(36)), pendingWebhooks);
      event.created -= ageSeconds;
      marks.set(event.id, mark);
      return event.id;
    });
    // Oldest first, as everybody reads them.
    store.events.sort((a, b) => a.created - b.created);
    return c.json({ events: made }, 201);
  });
  control.delete("/events", (c) => {
    const mark = c.req.query("mark") ?? "";
    const before = store.events.length;
    store.events = store.events.filter(({ id }) => {
      const own = marks.get(id);
      const gone = own?.startsWith(mark) === true;
      if (gone) marks.delete(id);
      return !gone;
    });
    return c.json({ removed: before - store.events.length });
  });
  return control;
}
