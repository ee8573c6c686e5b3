import { check } from "../definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

export default {
  title: "A check is paused in the code",
  before: { definitions: [check()] },
  after: {
    definitions: [check()],
    compiled: (resource) => (resource.kind === "synthetics-test" ? withBody(resource, { status: "paused" }) : resource),
  },
  says: ["DANGEROUS shop/admin muted: Its Datadog check is switched off in the code."],
} satisfies Scenario;
