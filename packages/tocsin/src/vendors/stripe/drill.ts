import { isObject } from "../../model/resource.ts";
import { drillMark } from "../fire-types.ts";
import { type Deeds, NotHere, needed, type VendorDrill } from "../firing.ts";
import type { VendorConnections } from "../registry.ts";
import type { StripeClient } from "./client.ts";
import { disabledBy, enabledAgain, endpointPath, StripeFire } from "./fire.ts";

declare module "../registry.ts" {
  interface DrillClients {
    stripe: StripeFire;
  }
}

export const stripeDrill: VendorDrill<VendorConnections["stripe"], StripeFire, StripeClient> = {
  client: (connection) => new StripeFire(connection),
  undo: (stripe, { method, path, body }, run) => (method === "POST" ? stripe.putBack(path, body, run) : null),
  leftovers: (stripe, { pairs }) =>
    [...pairs].flatMap(
      ([
        { definition },
        {
          kind,
          vendorId,
          body: { metadata },
        },
      ]) => {
        if (kind !== "webhook-endpoint" || !isObject(metadata) || metadata[drillMark] === undefined) return [];
        const putBack = async () => {
          await stripe.change(endpointPath(vendorId), enabledAgain);
          return true;
        };
        return [{ what: `${kind} ${vendorId} of ${definition}`, putBack }];
      },
    ),
};

/** Trouble at Stripe that a real one lets anybody make. */
export const stripeDeeds: Deeds<"stripe-endpoint"> = {
  "stripe-endpoint": async (drill) => {
    const stripe = needed(drill.stripe, "Stripe");
    const [endpoint] = await stripe.endpointsOf(drill.stack.name);
    if (endpoint === undefined) throw new NotHere("The stack has no webhook endpoint at Stripe");
    if (endpoint.livemode) throw new NotHere("The webhook endpoint is one of live mode, which no drill switches off");
    const path = endpointPath(endpoint.id);
    const what = `webhook endpoint ${endpoint.id}`;
    return {
      undo: { vendor: "stripe", what, method: "POST", path, body: enabledAgain },
      act: () => stripe.change(path, disabledBy(drill.run)),
    };
  },
};
