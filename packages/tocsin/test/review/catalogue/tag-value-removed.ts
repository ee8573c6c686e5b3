import { errors } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "One of two services is no longer watched",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: { service: ["api"] } })] },
  says: ['DANGEROUS shop/errors narrowed: No longer watches service "web".'],
} satisfies Scenario;
