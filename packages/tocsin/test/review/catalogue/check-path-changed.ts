import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A check asks another address",
  before: { definitions: [check()] },
  after: { definitions: [check({ path: "/readyz" })] },
  says: ["DANGEROUS shop/admin redirected: Watches /readyz of shop instead of /api/admin/readyz of shop."],
} satisfies Scenario;
