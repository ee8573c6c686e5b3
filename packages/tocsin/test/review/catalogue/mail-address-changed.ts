import { definition } from "../../support/definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

export default {
  title: "The stack file has another address for somebody",
  before: { definitions: [definition()] },
  after: {
    definitions: [definition()],
    stack: { people: { ...prod.people, founder: { mail: "other@example.com", sentryUser: "7" } } },
  },
  says: [
    "DANGEROUS shop/errors rerouted: Notifies other@example.com instead of founder@example.com, and still Slack #alerts.",
    'notable (shared) settings: The stack file\'s people.founder.mail is "other@example.com" instead of "founder@example.com".',
  ],
} satisfies Scenario;
