import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The recovery threshold is lowered",
  before: { definitions: [load({}, { recovery: 70 })] },
  after: { definitions: [load({}, { recovery: 60 })] },
  says: ["notable shop/errors recovery: Recovers at or under 60 % instead of 70."],
} satisfies Scenario;
