import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const check = (overrides: Record<string, unknown> = {}, failures = 2) =>
  definition({
    id: "shop/admin",
    title: "Admin page is down",
    signal: {
      kind: "http-check",
      service: "shop",
      path: "/api/admin/readyz",
      every: 60,
      headers: { authorization: { secret: "ADMIN_TOKEN", prefix: "Bearer " } },
      expect: { status: 200, json: { "$.status": "ok" } },
      ...overrides,
    },
    condition: { kind: "consecutive-failures", failures },
  });

export default {
  title: "A token is written into the definition",
  before: { definitions: [check()] },
  after: { definitions: [check({ headers: { authorization: "Bearer 1234" } })] },
  says: [
    'DANGEROUS shop/admin security: Sends the header authorization as plain text instead of the secret ADMIN_TOKEN after "Bearer ".',
    "DANGEROUS (shared) deleted: The datadog global-variable shared/global-variable/ADMIN_TOKEN is deleted.",
  ],
} satisfies Scenario;
