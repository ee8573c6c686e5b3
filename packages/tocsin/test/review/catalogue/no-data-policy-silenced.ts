import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Lost data no longer fire",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { noData: "ok" })] },
  says: ["DANGEROUS shop/errors quieter: When its data stop, it takes that for fine; so far, it fired."],
} satisfies Scenario;
