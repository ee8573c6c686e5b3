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
  title: "The whole of a share takes in more lines",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ whole: [{}] })] },
  says: ["DANGEROUS shop/errors widened: No longer counts as the whole only what is on /api/pay."],
} satisfies Scenario;
