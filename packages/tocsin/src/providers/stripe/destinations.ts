import type Stripe from "stripe";
import { z } from "zod";
import { objectWith } from "../../vendors/json.ts";
import { clientFor, type EndpointCalls, endpointCalls, PAGE, type StripeSettings } from "./calls.ts";

/** A destination as Stripe answers it: an address only to whoever asks for it, the secret only once. */
const destination = objectWith({
  id: z.string(),
  type: z.string(),
  event_payload: z.string(),
  enabled_events: z.array(z.string()),
  metadata: z.record(z.string(), z.string()).nullish(),
  snapshot_api_version: z.string().nullish(),
  status: z.string(),
  livemode: z.boolean(),
  webhook_endpoint: objectWith({ url: z.string().nullish(), signing_secret: z.string().nullish() }).nullish(),
});

type LiveDestination = z.infer<typeof destination> & { secret?: string };

type CreateParams = Omit<Stripe.V2.Core.EventDestinationCreateParams, "include">;
interface UpdateParams {
  fields: Omit<Stripe.V2.Core.EventDestinationUpdateParams, "include">;
  /** Set by a call of its own where it is another. */
  status: "enabled" | "disabled";
}

/** The calls on event destinations. */
export type EventDestinations = EndpointCalls<LiveDestination, CreateParams, UpdateParams>;

/** Event destinations that are an address, over the `stripe` package. */
export function eventDestinations(settings: StripeSettings): EventDestinations {
  const client = clientFor(settings);
  const calls = client.v2.core.eventDestinations;
  const withUrl = { include: ["webhook_endpoint.url" as const] };
  return endpointCalls<LiveDestination, CreateParams, UpdateParams>(
    ["an", "event destination"],
    {
      create: (params, options) =>
        calls.create({ ...params, include: ["webhook_endpoint.signing_secret", ...withUrl.include] }, options),
      retrieve: (id) => calls.retrieve(id, withUrl),
      async update(id, { fields, status }) {
        const changed = await calls.update(id, { ...fields, ...withUrl });
        if (Object(changed).status === status) return changed;
        await (status === "enabled" ? calls.enable(id) : calls.disable(id));
        return calls.retrieve(id, withUrl);
      },
      del: (id) => calls.del(id),
      page: async (next) => (next === "" ? calls.list({ limit: PAGE, ...withUrl }) : client.rawRequest("GET", next)),
      read(answer) {
        const { data: items, next_page_url: next } = listed.parse(answer);
        return { items, next: next ?? null };
      },
    },
    parse,
  );
}

const listed = z.object({ data: z.array(z.unknown()), next_page_url: z.string().nullish() });

function parse(answer: unknown): LiveDestination {
  const result = destination.safeParse(answer);
  if (!result.success) {
    const [issue] = result.error.issues;
    const field = issue?.path.map(String).join(".") ?? "";
    throw new Error(
      `Stripe answered with an event destination in an unexpected form: ${field}: ${issue?.message ?? ""}.`,
    );
  }
  const secret = result.data.webhook_endpoint?.signing_secret;
  return secret == null ? result.data : { ...result.data, secret };
}
