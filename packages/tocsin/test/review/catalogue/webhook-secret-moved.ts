import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The signing secret goes into another variable",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint({ secretVariable: "STRIPE_SECRET" })] },
  says: [
    "DANGEROUS shop/stripe deleted: Its vercel environment-variable is deleted.",
    "DANGEROUS shop/stripe security: The signing secret goes into STRIPE_SECRET instead of STRIPE_WEBHOOK_SECRET.",
    "notable shop/stripe added: Its vercel environment-variable is new.",
  ],
  does: [
    "create vercel environment-variable shop/stripe/environment-variable/STRIPE_SECRET",
    "delete vercel environment-variable shop/stripe/environment-variable/STRIPE_WEBHOOK_SECRET",
  ],
} satisfies Scenario;
