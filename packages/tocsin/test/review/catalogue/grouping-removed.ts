import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A metric no longer fires for each disk",
  before: { definitions: [load({ groupBy: ["disk"] })] },
  after: { definitions: [load()] },
  says: ["DANGEROUS shop/errors quieter: No longer fires for each disk by itself."],
} satisfies Scenario;
