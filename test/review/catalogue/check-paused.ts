import { definition } from "../../support/definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

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
  title: "A check is paused in the code",
  before: { definitions: [check()] },
  after: {
    definitions: [check()],
    compiled: (resource) => (resource.kind === "synthetics-test" ? withBody(resource, { status: "paused" }) : resource),
  },
  says: ["DANGEROUS shop/admin muted: Its Datadog check is switched off in the code."],
} satisfies Scenario;
