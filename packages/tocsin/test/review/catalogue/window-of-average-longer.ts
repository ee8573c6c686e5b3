import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An average is taken over a longer window",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { window: 1800 })] },
  says: [
    "DANGEROUS shop/errors later: Looks at 30 min instead of 10 min: it fires later, and no longer for short peaks.",
  ],
} satisfies Scenario;
