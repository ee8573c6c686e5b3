import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Every point must be beyond the limit instead of the mean",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { over: "sustained" })] },
  says: [
    "DANGEROUS shop/errors loosened: Fires only when every point of its window is beyond the limit instead of by the mean of its window.",
  ],
} satisfies Scenario;
