import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Requests are counted instead of lines",
  before: { definitions: [definition()] },
  after: {
    definitions: [
      definition({
        signal: {
          kind: "log-count",
          source: { kind: "vercel", service: "shop" },
          filter: { phrases: ["it broke"] },
          count: "requests",
        },
      }),
    ],
  },
  says: [
    "DANGEROUS shop/errors loosened: Counts requests instead of lines: one request writes several lines, so it counts fewer.",
  ],
} satisfies Scenario;
