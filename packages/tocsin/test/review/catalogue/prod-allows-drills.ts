import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Drills are allowed in prod",
  before: { definitions: [definition()] },
  after: { definitions: [definition()], stack: { allowDrills: true } },
  says: [
    "DANGEROUS (shared) security: Drills may fire the alerts of prod.",
    "minor shop/errors text: Its datadog monitor changes though its definition does not: name has other words.",
  ],
} satisfies Scenario;
