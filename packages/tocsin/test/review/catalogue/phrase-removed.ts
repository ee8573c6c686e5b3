import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const phrases = (...words: string[]) =>
  definition({
    signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { phrases: words } },
  });

export default {
  title: "A phrase of the log search is removed",
  before: { definitions: [phrases("it broke", "it fell")] },
  after: { definitions: [phrases("it broke")] },
  says: ['DANGEROUS shop/errors narrowed: No longer counts what has "it fell".'],
} satisfies Scenario;
