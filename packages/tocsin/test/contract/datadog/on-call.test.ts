import { v2 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";

/**
 * Why `conformance` leaves Datadog On-Call out: what a killed run has left of it is in no list. Once Datadog lists escalation
 * policies, this fails, and they can be compared like everything else.
 */
test("Datadog lists schedules, and neither escalation policies nor routing rules", () => {
  const calls = Object.getOwnPropertyNames(v2.OnCallApi.prototype);
  expect(calls).toEqual(expect.arrayContaining(["createOnCallEscalationPolicy", "setOnCallTeamRoutingRules"]));
  const lists = calls.filter((name) => name.startsWith("list") && !name.startsWith("listUser"));
  expect(lists.filter((name) => !name.includes("WithPagination"))).toEqual(["listOnCallSchedules"]);
});
