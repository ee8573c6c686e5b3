import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const failing = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: {
      kind: "log-ratio",
      source: { kind: "vercel", service: "shop" },
      part: { path: "/api/pay", status: [500, 599] },
      whole: [{ path: "/api/pay" }],
      count: "requests",
      minimum: 20,
      ...signal,
    },
    condition: threshold({ critical: 5, noData: "ok", ...condition }),
  });

export default {
  title: "Fewer status codes count as failed",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ part: { path: "/api/pay", status: [500, 503] } })] },
  says: [
    "DANGEROUS shop/errors narrowed: Counts as failed what has status 500 to 503, so far what has status 500 to 599.",
  ],
} satisfies Scenario;
