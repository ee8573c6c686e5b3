import Stripe from "stripe";
import { z } from "zod";
import { VendorError } from "../../vendors/http/errors.ts";
import { objectWith } from "../../vendors/json.ts";
import { readPages } from "../../vendors/pages.ts";

/** An endpoint as Stripe answers it. `secret` stands only in the answer to the create call, and in replays of that answer. */
const endpoint = objectWith({
  id: z.string(),
  url: z.string(),
  enabled_events: z.array(z.string()),
  description: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).optional(),
  api_version: z.string().nullish(),
  status: z.string(),
  livemode: z.boolean(),
  secret: z.string().optional(),
});
export type LiveEndpoint = z.infer<typeof endpoint>;

type CreateParams = Stripe.WebhookEndpointCreateParams;
type UpdateParams = Stripe.WebhookEndpointUpdateParams;

/** The calls on webhook endpoints. Each throws a `VendorError` with a sentence for the user. */
export interface WebhookEndpoints {
  /**
   * `replayed`: Stripe had this idempotency key before, did nothing, and repeated its first answer, secret included. A
   * repeated failure has no endpoint.
   */
  create(params: CreateParams, idempotencyKey: string): Promise<{ live: LiveEndpoint | null; replayed: boolean }>;
  /** Null when it is gone. */
  retrieve(id: string): Promise<LiveEndpoint | null>;
  update(id: string, params: UpdateParams): Promise<LiveEndpoint>;
  /** A missing endpoint counts as removed. */
  remove(id: string): Promise<void>;
  list(): Promise<LiveEndpoint[]>;
}

export interface StripeSettings {
  apiKey: string;
  host: string;
  port: string;
  protocol: "http" | "https";
}

const TIMEOUT_MS = 30_000;
/** The package repeats calls that failed in the network or at Stripe, as `Stripe-Should-Retry` and `Retry-After` say. */
const RETRIES = 3;
const PAGE = 100;

/** Webhook endpoints over the `stripe` package. */
export function webhookEndpoints(settings: StripeSettings): WebhookEndpoints {
  const { apiKey, ...address } = settings;
  const stripe = new Stripe(apiKey, { ...address, timeout: TIMEOUT_MS, maxNetworkRetries: RETRIES, telemetry: false });
  const calls = stripe.webhookEndpoints;

  return {
    async create(params, idempotencyKey) {
      try {
        const answer = await asked("create a webhook endpoint", calls.create(params, { idempotencyKey }));
        return { live: parse(answer), replayed: isReplay(answer.lastResponse.headers) };
      } catch (error) {
        const { cause } = error instanceof VendorError ? error : {};
        if (cause instanceof Stripe.errors.StripeError && isReplay(cause.headers))
          return { live: null, replayed: true };
        throw error;
      }
    },
    async retrieve(id) {
      try {
        return parse(await asked(`read webhook endpoint ${id}`, calls.retrieve(id)));
      } catch (error) {
        if (error instanceof VendorError && error.status === 404) return null;
        throw error;
      }
    },
    update: async (id, params) => parse(await asked(`change webhook endpoint ${id}`, calls.update(id, params))),
    async remove(id) {
      try {
        await asked(`delete webhook endpoint ${id}`, calls.del(id));
      } catch (error) {
        if (!(error instanceof VendorError && error.status === 404)) throw error;
      }
    },
    list: () =>
      readPages({ vendor: "Stripe", what: "webhook endpoints" }, async (after) => {
        const from = after === "" ? {} : { starting_after: after };
        const page = await asked("list webhook endpoints", calls.list({ limit: PAGE, ...from }));
        return { items: page.data.map(parse), next: page.has_more ? (page.data.at(-1)?.id ?? null) : null };
      }),
  };
}

function isReplay(headers: Record<string, string> | undefined): boolean {
  return headers?.["idempotent-replayed"] === "true";
}

function parse(answer: unknown): LiveEndpoint {
  const result = endpoint.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  throw new Error(`Stripe answered with a webhook endpoint in an unexpected form: ${field}: ${issue?.message ?? ""}.`);
}

/** Waits for an answer; a refusal becomes a sentence that says what was refused, why, and what to do. */
async function asked<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const status = error.statusCode ?? null;
    const reason = error.message.replace(/\.$/, "");
    const parameter = error.param ? ` (parameter ${error.param})` : "";
    const message =
      status === null
        ? `Stripe could not be reached to ${what}: ${reason}. Try again later.`
        : `Stripe refused to ${what} (${status}): ${reason}${parameter}.${adviceFor(status)}`;
    throw new VendorError("Stripe", message, { cause: error, ...(status === null ? {} : { status }) });
  }
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) {
    return " Check STRIPE_API_KEY: it must be valid and may write webhook endpoints.";
  }
  return status === 429 || status >= 500 ? " Try again later." : "";
}
