import { describe, expect, it } from "vitest";
import { objectiveSchema } from "../../../src/model/objective.ts";
import { compileObjective } from "../../../src/vendors/datadog/slo.ts";
import { stack } from "../../support/definitions.ts";

const counted = (tags: object) => ({ metric: "vercel.functions.invocations", aggregate: "sum", tags });

const objective = (good: object) => ({
  id: "objectives/success",
  source: ["monitoring 2.1"],
  title: "Requests succeed",
  service: "shop",
  owner: "founder",
  indicator: {
    kind: "good-events",
    source: { kind: "vercel", service: "shop" },
    good: counted(good),
    total: counted({}),
  },
  target: 99.5,
  window: 30,
  why: "It matters.",
});

const query = (good: object, datadog = stack.datadog) =>
  compileObjective(objectiveSchema.parse(objective(good)), [], { ...stack, datadog }).body.query;

describe("an objective over the Vercel integration", () => {
  it("counts by the tags that the integration publishes, without any of several values", () => {
    const scope = "environment:production,project_name:shop-staging";
    expect(query({ "!status_code": ["5*", "-1"] })).toEqual({
      numerator: `sum:vercel.functions.invocations{${scope},!status_code:5*,!status_code:-1}.as_count()`,
      denominator: `sum:vercel.functions.invocations{${scope}}.as_count()`,
    });
  });

  it("counts by the names that the stack's account has", () => {
    const vercelMetrics = { environment: "deployment_env", statusCode: "http_status" };
    expect(query({ "!status_code": "5*", path: "/x" }, { ...stack.datadog, vercelMetrics })).toEqual({
      numerator:
        "sum:vercel.functions.invocations{deployment_env:production,project_name:shop-staging,!http_status:5*,path:/x}.as_count()",
      denominator: "sum:vercel.functions.invocations{deployment_env:production,project_name:shop-staging}.as_count()",
    });
  });

  it("takes several values of a tag only to leave them out", () => {
    expect(() => objectiveSchema.parse(objective({ status_code: ["2*", "3*"] }))).toThrow(
      /only a tag that is excluded/,
    );
  });
});
