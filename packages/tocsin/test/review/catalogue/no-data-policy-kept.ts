import { failing } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Where no line comes, the last status is kept",
  before: { definitions: [failing()] },
  after: { definitions: [failing({}, { noData: "lastStatus" })] },
  says: [
    "notable shop/errors settings: When its data stop, it keeps its last status, however long; so far, it took that for fine.",
  ],
} satisfies Scenario;
