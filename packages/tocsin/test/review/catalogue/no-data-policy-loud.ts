import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Lost data fire",
  before: { definitions: [load({}, { noData: "ok" })] },
  after: { definitions: [load()] },
  says: ["notable shop/errors louder: When its data stop, it fires; so far, it took that for fine."],
} satisfies Scenario;
