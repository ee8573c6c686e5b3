import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert waits an hour before it fires, and no longer repeats",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ datadog: { minFailureDuration: 3600 }, repeat: "never" })] },
  says: [
    "DANGEROUS shop/errors quieter: Is no longer repeated; so far, every 1 h.",
    'DANGEROUS shop/errors settings: States as options of Datadog\'s {"minFailureDuration":3600} instead of none.',
    "notable shop/errors settings: Notifies again not at all instead of as its severity says.",
  ],
} satisfies Scenario;
