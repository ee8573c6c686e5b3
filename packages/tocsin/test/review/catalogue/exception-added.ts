import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const old = { rule: "alert/duplicate", definition: "shop/errors", until: "2027-01-31", reason: "both are looked at" };
const passes = {
  rule: "alert/recovery-missing",
  definition: "shop/errors",
  until: "2027-06-30",
  reason: "it is [fine](x)",
};
const muted = {
  class: "muted",
  definition: "shop/errors",
  stack: "prod",
  until: "2026-12-31",
  reason: "until the move",
};

export default {
  title: "Lint and verify are told to let something pass",
  before: { definitions: [definition()], exceptions: { "lint.yaml": [old], "accepted.yaml": [] } },
  after: { definitions: [definition()], exceptions: { "lint.yaml": [passes], "accepted.yaml": [muted] } },
  says: [
    'notable (shared) settings: accepted.yaml now lets pass muted of shop/errors in prod until 2026-12-31: "until the move".',
    'notable (shared) settings: lint.yaml no longer lets pass alert/duplicate of shop/errors until 2027-01-31: "both are looked at".',
    'notable (shared) settings: lint.yaml now lets pass alert/recovery-missing of shop/errors until 2027-06-30: "it is [fine](x)".',
  ],
  does: [],
} satisfies Scenario;
