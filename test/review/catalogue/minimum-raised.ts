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
  title: "A share needs more requests",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ minimum: 200 })] },
  says: ["DANGEROUS shop/errors loosened: Is silent with fewer than 200 requests in its window instead of 20."],
} satisfies Scenario;
