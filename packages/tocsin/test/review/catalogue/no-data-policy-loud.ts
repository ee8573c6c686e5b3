import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Lost data ring",
  before: { definitions: [load({}, { noData: "ok" })] },
  after: { definitions: [load()] },
  says: ["notable shop/errors louder: When its data stop, it rings; so far, it took that for fine."],
} satisfies Scenario;
