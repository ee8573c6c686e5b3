import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A token is written into the definition",
  before: { definitions: [check()] },
  after: { definitions: [check({ headers: { authorization: "Bearer 1234" } })] },
  says: [
    'DANGEROUS shop/admin security: Sends the header authorization as plain text instead of the secret ADMIN_TOKEN after "Bearer ".',
    "DANGEROUS (shared) deleted: The datadog global-variable shared/global-variable/ADMIN_TOKEN is deleted.",
  ],
} satisfies Scenario;
