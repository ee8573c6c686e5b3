import type Stripe from "stripe";
import { z } from "zod";
import { objectWith } from "../../vendors/json.ts";
import { clientFor, type EndpointCalls, endpointCalls, PAGE, type StripeSettings } from "./calls.ts";

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

const listed = z.object({ data: z.array(z.looseObject({ id: z.string() })), has_more: z.boolean() });

type CreateParams = Stripe.WebhookEndpointCreateParams;
type UpdateParams = Stripe.WebhookEndpointUpdateParams;

/** The calls on webhook endpoints. */
export type WebhookEndpoints = EndpointCalls<LiveEndpoint, CreateParams, UpdateParams>;

/** Webhook endpoints over the `stripe` package. */
export function webhookEndpoints(settings: StripeSettings): WebhookEndpoints {
  const calls = clientFor(settings).webhookEndpoints;
  return endpointCalls<LiveEndpoint, CreateParams, UpdateParams>(
    ["a", "webhook endpoint"],
    {
      create: (params, options) => calls.create(params, options),
      retrieve: (id) => calls.retrieve(id),
      update: (id, params) => calls.update(id, params),
      del: (id) => calls.del(id),
      page: (after) => calls.list({ limit: PAGE, ...(after === "" ? {} : { starting_after: after }) }),
      read(answer) {
        const { data: items, has_more: more } = listed.parse(answer);
        return { items, next: more ? (items.at(-1)?.id ?? null) : null };
      },
    },
    parse,
  );
}

function parse(answer: unknown): LiveEndpoint {
  const result = endpoint.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  throw new Error(`Stripe answered with a webhook endpoint in an unexpected form: ${field}: ${issue?.message ?? ""}.`);
}
