import { definition } from "../../support/definitions.ts";
import { type Scenario, withOptions } from "../scenario.ts";

export default {
  title: "A monitor is silenced in the code",
  before: { definitions: [definition()] },
  after: {
    definitions: [definition()],
    compiled: (resource) => withOptions(resource, { silenced: { "*": null } }),
  },
  says: ['DANGEROUS shop/errors muted: Datadog is set to silence it ({"*":null}).'],
} satisfies Scenario;
