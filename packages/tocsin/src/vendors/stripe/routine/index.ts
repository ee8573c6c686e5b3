import type { Check } from "../../routine-check.ts";
import { webhookDelivery } from "./webhooks.ts";

/** What routines look at in Stripe. */
export const stripeRoutine: readonly Check[] = [webhookDelivery];
