import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const old = { id: "alert/duplicate", at: "shop/errors", until: "2027-01-31", reason: "both are looked at" };
const passes = {
  id: "alert/recovery-missing",
  at: "shop/errors",
  until: "2027-06-30",
  reason: "it is [fine](x)",
};
const muted = {
  id: "muted",
  at: "shop/errors",
  stack: "prod",
  until: "2026-12-31",
  reason: "until the move",
};

export default {
  title: "Lint and verify are told to let something pass",
  before: { definitions: [definition()], exceptions: [old] },
  after: { definitions: [definition()], exceptions: [passes, muted] },
  says: [
    'notable (shared) settings: exceptions.yaml no longer lets pass alert/duplicate of shop/errors until 2027-01-31: "both are looked at".',
    'notable (shared) settings: exceptions.yaml now lets pass alert/recovery-missing of shop/errors until 2027-06-30: "it is [fine](x)".',
    'notable (shared) settings: exceptions.yaml now lets pass muted of shop/errors in prod until 2026-12-31: "until the move".',
  ],
  does: [],
} satisfies Scenario;
