import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A webhook endpoint takes every event",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint({ events: ["*"] })] },
  says: ["notable shop/stripe widened: Stripe sends every event."],
} satisfies Scenario;
