import { describe, expect, test } from "vitest";
import { faultsOf } from "../../src/model/check.ts";
import type { Definition } from "../../src/model/definition.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, measured, stack, threshold } from "../support/definitions.ts";

/** What silence means is stated wherever Datadog's own default is not exactly that. */

const source = { kind: "vercel", service: "shop" };
const count = { kind: "log-count", source, filter: { phrases: ["it broke"] } };
const measure = (statistic: string) => ({
  kind: "log-measure",
  source,
  filter: {},
  attribute: "items",
  statistic,
  parse: { rule: "rule %{integer:items}", sample: "7" },
  unit: "items",
});
const ratio = { kind: "log-ratio", source, part: { status: [500, 599] }, whole: [{}], minimum: 20 };

function policyOf(signal: object, condition: Record<string, unknown>) {
  const one = definition({ signal, condition: threshold(condition) });
  expect(faultsOf(one)).toEqual([]);
  const monitor = compile([one], [everybody], stack).find(({ kind }) => kind === "monitor");
  return Object(monitor?.body.options).on_missing_data;
}

describe.each<[string, object]>([
  ["a count of lines", count],
  ["a count of distinct requests", { ...count, count: "requests" }],
  ["a share of lines", ratio],
  ["a share of distinct requests", { ...ratio, count: "requests" }],
  ["the largest of a measure", measure("max")],
  ["the average of a measure", measure("avg")],
  ["the sum of a measure", measure("sum")],
])("of %s", (_name, signal) => {
  test.each([
    ["zero", "resolve"],
    ["ok", "resolve"],
    ["notify", "show_and_notify_no_data"],
    ["show", "show_no_data"],
  ])("noData %s is stated as %s", (noData, policy) => expect(policyOf(signal, { noData })).toBe(policy));
});

test("left out, it is stated as for zero", () => {
  expect(policyOf({ ...count, count: "requests" }, { noData: undefined })).toBe("resolve");
});

test.each<[string, object]>([
  ["a count of distinct requests", { ...count, count: "requests" }],
  ["a share of distinct requests", { ...ratio, count: "requests" }],
  ["the average of a measure", measure("avg")],
])("of %s, noData lastStatus states nothing: that is what Datadog's default does", (_name, signal) => {
  expect(policyOf(signal, { noData: "lastStatus" })).toBeUndefined();
});

test("of a metric, noData doNotNotify states nothing but the older option, and notifies nobody", () => {
  const [monitor] = compile([measured({ over: "sustained", noData: "doNotNotify" })], [everybody], stack).filter(
    ({ kind }) => kind === "monitor",
  );
  expect(monitor?.body.options).toMatchObject({ notify_no_data: false });
  expect(monitor?.body.options).not.toHaveProperty("on_missing_data");
  expect(monitor?.body.message).not.toContain("is_no_data");
});

test.each<[string, Definition, string]>([
  [
    "a count that keeps its last status",
    definition({ signal: count, condition: threshold({ noData: "lastStatus" }) }),
    "nothing counts as zero here, so there is no last status to keep",
  ],
  [
    "a metric that keeps its last status",
    measured({ over: "sustained", noData: "lastStatus" }),
    "no update can tell Datadog to keep the last status of a metric: it takes one without a policy for the older one",
  ],
  [
    "a measure of logs by the older policy of metrics",
    definition({ signal: measure("avg"), condition: threshold({ noData: "doNotNotify" }) }),
    "only monitors of metrics have the older policy that notifies nobody",
  ],
])("%s is refused", (_name, one, message) => {
  expect(faultsOf(one)).toMatchObject([{ rule: "model/no-data", path: "condition.noData", message }]);
});

test("a heartbeat keeps the default that reads nothing as zero: resolved, it would never fire", () => {
  const heartbeat = { comparison: "below", critical: 1, noData: "zero" };
  expect(policyOf(count, heartbeat)).toBeUndefined();
  expect(policyOf(measure("sum"), heartbeat)).toBeUndefined();
  expect(policyOf(count, { critical: 5, comparison: "below", warning: 8, noData: "zero" })).toBeUndefined();
});

test.each<[string, object]>([
  ["distinct requests", { ...count, count: "requests" }],
  ["a share of distinct requests", { ...ratio, count: "requests" }],
  ["an average", measure("avg")],
])("a heartbeat over %s is refused: nothing would keep its last state", (_name, signal) => {
  const heartbeat = definition({ signal, condition: threshold({ comparison: "below", critical: 1, noData: "zero" }) });
  expect(faultsOf(heartbeat)).toMatchObject([
    { rule: "model/no-data", path: "condition.noData", message: expect.stringContaining("keeps the last state") },
  ]);
});

test("a metric states what was written", () => {
  const [monitor] = compile([measured({ over: "sustained", noData: "show" })], [everybody], stack).filter(
    ({ kind }) => kind === "monitor",
  );
  expect(monitor?.body.options).toMatchObject({ on_missing_data: "show_no_data" });
});
