import pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { escalationPolicy, routingRules } from "../../src/program/datadog-on-call.ts";
import { policy, routing } from "../verify/examples/on-call.ts";
import { create, mockEngine, resource } from "./mocked.ts";

const asked = mockEngine();
const last = () => asked.at(-1);

it("carries an escalation policy, and the routing rules that name it", async () => {
  const { parent } = policy;
  await create(escalationPolicy, resource({ vendor: "datadog", kind: "on-call-policy", parent, body: policy.body }));
  expect(last()).toMatchObject({
    type: "datadog:index/onCallEscalationPolicy:OnCallEscalationPolicy",
    inputs: {
      name: "[staging] Shop tocsin:on-call/shop",
      resolvePageOnPolicyEnd: false,
      retries: 2,
      steps: [{ assignment: "default", escalateAfterSeconds: 900, targets: [{ user: "u-ada" }] }],
      teams: [parent.team],
    },
  });
  const { body, refs } = routing;
  const others = { "on-call/shop/on-call-policy": { id: pulumi.output("p1") } };
  await create(routingRules, resource({ vendor: "datadog", kind: "on-call-routing", parent, body, refs }), { others });
  const actions = (urgency: string) => [{ escalationPolicy: { policyId: "p1", urgency } }];
  const hours = { startDay: "monday", startTime: "09:00:00", endDay: "monday", endTime: "17:00:00" };
  expect(last()).toMatchObject({
    type: "datadog:index/onCallTeamRoutingRules:OnCallTeamRoutingRules",
    inputs: {
      teamId: parent.team,
      rules: [
        { query: "", actions: actions("high"), timeRestrictions: { timeZone: "Europe/Paris", restrictions: [hours] } },
        { query: "", actions: actions("low") },
      ],
    },
  });
});
