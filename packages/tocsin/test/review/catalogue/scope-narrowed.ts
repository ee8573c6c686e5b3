import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Verify looks for what hands have made in fewer places",
  before: { definitions: [definition()], stack: { scope: { datadog: { tags: ["env:prod", "service:shop"] } } } },
  after: { definitions: [definition()], stack: { scope: { datadog: { tags: ["env:prod"] } } } },
  says: [
    'notable (shared) settings: The stack file\'s scope.datadog.tags is ["env:prod"] instead of ["env:prod","service:shop"].',
  ],
} satisfies Scenario;
