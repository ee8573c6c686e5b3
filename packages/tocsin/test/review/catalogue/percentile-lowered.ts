import { slow } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A lower percentile is measured",
  before: { definitions: [slow()] },
  after: { definitions: [slow({ statistic: "p50" })] },
  says: ["DANGEROUS shop/errors loosened: Measures the p50 instead of the p95: it takes more slow requests."],
} satisfies Scenario;
