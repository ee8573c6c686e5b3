import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The recovery threshold is removed",
  before: { definitions: [load({}, { recovery: 70 })] },
  after: { definitions: [load()] },
  says: [
    "notable shop/errors recovery: Recovers as soon as it is back at the limit instead of at or under 70 %: near the limit it fires and recovers by turns.",
  ],
} satisfies Scenario;
