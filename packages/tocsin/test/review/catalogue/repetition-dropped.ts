import { definition } from "../../support/definitions.ts";
import { type Scenario, withOptions } from "../scenario.ts";

export default {
  title: "The tool no longer repeats pages",
  before: { definitions: [definition()] },
  after: {
    definitions: [definition()],
    compiled: (resource) => withOptions(resource, { renotify_interval: 0 }),
  },
  says: ["DANGEROUS shop/errors quieter: Is no longer repeated; so far, every 1 h."],
} satisfies Scenario;
