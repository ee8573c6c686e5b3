import Stripe from "stripe";
import { ProbeFailure, type Reason } from "./failure.ts";
import { timeOf } from "./http.ts";

/** The events whose delivery keeps billing in step. */
export const billingEvents = [
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "invoice.payment_succeeded",
  "invoice.payment_failed",
] as const;

/** Pages of 100 that are read at most: beyond that the newest events stand for all. */
const maximumPages = 10;

/** An event, as far as it is counted; `created` in seconds since 1970. */
interface SeenEvent {
  type: string;
  created: number;
}

/** Events back to `since` (seconds since 1970), which is later than asked for when there were too many. */
export interface SeenEvents {
  events: SeenEvent[];
  since: number;
  /** Stripe's own time when it answered, in seconds since 1970. */
  now: number;
}

/** Reads a Stripe account through Stripe's own package. Every call may throw a ProbeFailure. */
export class StripeReader {
  readonly #stripe: Stripe;

  constructor({ url, apiKey, timeoutMs }: { url: string; apiKey: string; timeoutMs: number }) {
    const { protocol, hostname, port } = new URL(url);
    this.#stripe = new Stripe(apiKey, {
      protocol: protocol === "http:" ? "http" : "https",
      host: hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      maxNetworkRetries: 0,
      timeout: timeoutMs,
      telemetry: false,
    });
  }

  /** The events of the last `hours`, newest first; only those not taken by every endpoint when `undelivered`. */
  async events(types: readonly string[], hours: number, { undelivered = false } = {}): Promise<SeenEvents> {
    return failing(async () => {
      const found: SeenEvents = { events: [], since: 0, now: 0 };
      let after: string | undefined;
      for (let page = 1; ; page++) {
        const list = await this.#stripe.events.list({
          types: [...types],
          limit: 100,
          ...(undelivered ? { delivery_success: false } : {}),
          ...(after === undefined ? {} : { starting_after: after }),
        });
        if (page === 1) {
          found.now = timeOf(list.lastResponse.headers.date).getTime() / 1000;
          found.since = found.now - hours * 3600;
        }
        found.events.push(...list.data.filter(({ created }) => created >= found.since));
        const last = list.data.at(-1);
        if (!list.has_more || last === undefined || last.created < found.since) return found;
        if (page === maximumPages) return { ...found, since: last.created };
        after = last.id;
      }
    });
  }

  /** The webhook endpoints of the account. An account has 16 at most. */
  async endpoints(): Promise<{ id: string; status: string; metadata: Record<string, string> }[]> {
    return failing(async () => (await this.#stripe.webhookEndpoints.list({ limit: 100 })).data);
  }
}

/** Stripe's errors as ours. Its messages show a key's ends only. */
async function failing<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    throw new ProbeFailure(reasonOf(error), `Stripe: ${error.message}`, { cause: error });
  }
}

function reasonOf(error: Stripe.errors.StripeError): Reason {
  if (error instanceof Stripe.errors.StripeAuthenticationError) return "wrong-key";
  if (error instanceof Stripe.errors.StripePermissionError) return "missing-right";
  if (error instanceof Stripe.errors.StripeRateLimitError) return "rate-limited";
  if (error instanceof Stripe.errors.StripeConnectionError) return "unreachable";
  if (error instanceof Stripe.errors.StripeAPIError) return "unreachable";
  return "wrong-answer";
}
