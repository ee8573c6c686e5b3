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
  title: "A check asks another address",
  before: { definitions: [check()] },
  after: { definitions: [check({ path: "/readyz" })] },
  says: ["DANGEROUS shop/admin redirected: Watches /readyz of shop instead of /api/admin/readyz of shop."],
} satisfies Scenario;
