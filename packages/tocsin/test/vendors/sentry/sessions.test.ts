import { expect, it } from "vitest";
import { faultsOf } from "../../../src/model/check.ts";
import { signalText } from "../../../src/review/signal/index.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { metricDetector } from "../../../src/vendors/sentry/bodies.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

const crashFree = (window: number) =>
  definition({
    id: "app/crash-free",
    signal: { kind: "sentry-sessions", project: "web", crashFree: "users" },
    condition: { kind: "threshold", comparison: "below", critical: 99, window, over: "total" },
  });
const detectorOf = () => compile([crashFree(43_200)], [everybody], stack).find(({ kind }) => kind === "detector");

it("is measured as Sentry's own page writes it, in percent", () => {
  expect(detectorOf()?.body).toMatchObject({
    dataSources: [
      {
        aggregate: "percentage(users_crashed, users) AS _crash_rate_alert_aggregate",
        ...{ dataset: "metrics", eventTypes: [], query: "", queryType: 2, timeWindow: 43_200 },
      },
    ],
    conditionGroup: { conditions: [{ type: "lt", comparison: 99 }, { type: "gte" }] },
    config: { detectionType: "static" },
  });
});

it("is told in review", () => {
  expect(signalText(crashFree(3600).signal)).toBe("the share of users without a crash in Sentry project web");
});

it("is refused over a time that Sentry counts no crashes over", () => {
  expect(faultsOf(crashFree(43_200))).toEqual([]);
  expect(faultsOf(crashFree(300))).toMatchObject([
    {
      path: "condition.window",
      message: "Sentry does not evaluate over 5 min",
      remedy: "Use one of 30 min, 1 h, 2 h, 4 h, 12 h, 1 d.",
    },
  ]);
});

it.each<[string, object, string]>([
  ["another dataset", { dataset: "sessions" }, "dataset"],
  ["errors", { queryType: 0 }, "dataset"],
  ["kinds of event", { eventTypes: ["error"] }, "eventTypes"],
  ["five minutes", { timeWindow: 300 }, "timeWindow"],
])("a body in Sentry's own words about crashes is refused with %s", (_, change, member) => {
  const body = structuredClone(detectorOf()?.body);
  Object.assign(Object(Object(body).dataSources[0]), change);
  const faults = metricDetector.safeParse(body).error?.issues.map(({ path }) => path.join("."));
  expect(faults).toContain(`dataSources.0.${member}`);
});
