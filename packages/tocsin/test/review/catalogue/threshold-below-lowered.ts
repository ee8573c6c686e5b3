import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const ratio = (comparison: string, critical: number) =>
  definition({
    signal: {
      kind: "log-ratio",
      source: { kind: "vercel", service: "shop" },
      part: { status: [200, 299] },
      whole: [{}],
      minimum: 20,
    },
    condition: threshold({ comparison, critical, noData: "ok" }),
  });

export default {
  title: "The threshold of an alert that fires below it is lowered",
  before: { definitions: [ratio("below", 90)] },
  after: { definitions: [ratio("below", 80)] },
  says: ["DANGEROUS shop/errors loosened: Fires below 80 % instead of 90."],
} satisfies Scenario;
