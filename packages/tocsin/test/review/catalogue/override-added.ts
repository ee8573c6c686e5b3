import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A stack overrides a threshold",
  before: { definitions: [definition()] },
  after: {
    definitions: [definition({ condition: threshold({ critical: 90 }) })],
    stack: { overrides: { "shop/errors": { critical: 90, reason: "prod has more traffic" } } },
  },
  says: [
    "DANGEROUS shop/errors loosened: Fires above 90 lines instead of 50.",
    'notable (shared) settings: prod overrides shop/errors: {"critical":90,"reason":"prod has more traffic"}. What is overridden here has not been proven in staging.',
  ],
} satisfies Scenario;
