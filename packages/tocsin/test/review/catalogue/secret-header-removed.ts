import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A check no longer sends its token",
  before: { definitions: [check()] },
  after: { definitions: [check({ headers: {} })] },
  says: [
    'DANGEROUS shop/admin security: No longer sends the header authorization (the secret ADMIN_TOKEN after "Bearer ").',
    "DANGEROUS (shared) deleted: The datadog global-variable shared/global-variable/ADMIN_TOKEN is deleted.",
  ],
  does: [
    "update datadog synthetics-test shop/admin/synthetics-test",
    "delete datadog global-variable shared/global-variable/ADMIN_TOKEN",
  ],
} satisfies Scenario;
