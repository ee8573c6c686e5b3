import { check } from "../definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

export default {
  title: "A check runs from fewer places",
  before: {
    definitions: [check()],
    stack: { datadog: { ...prod.datadog, locations: ["aws:eu-central-1", "aws:us-east-1"] } },
  },
  after: { definitions: [check()], stack: { datadog: { ...prod.datadog, locations: ["aws:eu-central-1"] } } },
  says: [
    'notable shop/admin settings: Its datadog synthetics-test changes though its definition does not: locations is ["aws:eu-central-1"] instead of ["aws:eu-central-1","aws:us-east-1"].',
    'notable (shared) settings: The stack file\'s datadog.locations is ["aws:eu-central-1"] instead of ["aws:eu-central-1","aws:us-east-1"].',
  ],
} satisfies Scenario;
