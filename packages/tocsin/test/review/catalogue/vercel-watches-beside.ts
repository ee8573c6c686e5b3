import { definition, threshold } from "../../support/definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

const signal = {
  ...{ kind: "log-ratio", source: { kind: "vercel", service: "shop" }, count: "requests", minimum: 20 },
  ...{ part: { status: [500, 599] }, whole: [{}] },
};
const definitions = [definition({ signal, condition: threshold({ critical: 5, recovery: 4, over: "average" }) })];

export default {
  title: "Vercel's own monitor watches beside Datadog's",
  before: { definitions },
  after: {
    definitions,
    stack: {
      vercel: {
        ...prod.vercel,
        monitors: {
          ...{ definitions: { "shop/errors": "beside" }, slackInstallation: "icfg_1" },
          ...{ channels: { alerts: "C1" }, webhooks: {} },
        },
      },
    },
  },
  says: [
    "notable shop/errors added: Its vercel alert-rule is new.",
    "notable (shared) settings: shop/errors is watched by Vercel's own monitor as well.",
  ],
  does: ["create vercel alert-rule shop/errors/alert-rule"],
} satisfies Scenario;
