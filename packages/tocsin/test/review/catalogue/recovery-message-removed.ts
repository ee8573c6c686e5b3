import { definition } from "../../support/definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

export default {
  title: "The message no longer says that it is over",
  before: { definitions: [definition()] },
  after: {
    definitions: [definition()],
    compiled: (resource) =>
      resource.kind === "monitor"
        ? withBody(resource, {
            message: String(resource.body.message).replace(/{{#is_recovery}}[\s\S]*?{{.is_recovery}}\n/, ""),
          })
        : resource,
  },
  says: ["DANGEROUS shop/errors recovery: No longer says when it recovers."],
} satisfies Scenario;
