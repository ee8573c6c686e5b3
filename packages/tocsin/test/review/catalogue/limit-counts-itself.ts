import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A limit that is reached no longer fires",
  before: { definitions: [load({}, { inclusive: true })] },
  after: { definitions: [load()] },
  says: ["DANGEROUS shop/errors loosened: Fires above its limits instead of at or above them."],
} satisfies Scenario;
