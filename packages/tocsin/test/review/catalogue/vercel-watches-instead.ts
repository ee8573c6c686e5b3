import { definition, threshold } from "../../support/definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

const signal = {
  ...{ kind: "log-ratio", source: { kind: "vercel", service: "shop" }, count: "requests", minimum: 20 },
  ...{ part: { status: [500, 599] }, whole: [{}] },
};
const above = (critical: number) =>
  definition({ signal, condition: threshold({ critical, recovery: 4, over: "average" }) });
const watching = (how: "beside" | "instead") => ({
  vercel: {
    ...prod.vercel,
    monitors: {
      ...{ definitions: { "shop/errors": how }, slackInstallation: "icfg_1" },
      ...{ channels: { alerts: "C1" }, webhooks: {} },
    },
  },
});

export default {
  title: "Vercel's own monitor takes the place of Datadog's, with another threshold",
  before: { definitions: [above(5)], stack: watching("beside") },
  after: { definitions: [above(6)], stack: watching("instead") },
  says: [
    "DANGEROUS shop/errors deleted: Its datadog monitor is deleted.",
    "DANGEROUS shop/errors rerouted: No longer notifies founder@example.com, only Slack #alerts.",
    "DANGEROUS shop/errors loosened: Fires above 6 % instead of 5.",
    "DANGEROUS (shared) settings: shop/errors is watched by Vercel's own monitor instead of Datadog's: one threshold, no mail, and no notification of a recovery.",
  ],
  does: ["update vercel alert-rule shop/errors/alert-rule", "delete datadog monitor shop/errors/monitor"],
} satisfies Scenario;
