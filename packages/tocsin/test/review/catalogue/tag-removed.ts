import { errors } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A tag is no longer asked for",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: {} })] },
  says: ['notable shop/errors widened: Watches any service, no longer only "api" or "web".'],
} satisfies Scenario;
