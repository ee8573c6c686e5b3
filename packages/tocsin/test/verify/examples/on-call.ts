import type { JsonObject } from "../../../src/model/resource.ts";
import { livePolicy, liveRouting } from "../../../src/vendors/datadog/live-on-call.ts";
import { policyAnswer, routingAnswer } from "../../../src/vendors/datadog/on-call-answers.ts";
import type { LiveObject } from "../../../src/vendors/live.ts";
import { resource } from "./resource.ts";

/** What On-Call answers, as recorded by datadog-api-client-typescript a6d17420 (cassettes/v2/On-Call_446749911). */

const team = "5f48616e-52b1-4126-a255-0bd9f4820dc1";
const own = { vendor: "datadog", definition: "on-call/shop", parent: { team } } as const;

export const policy = resource({
  ...own,
  kind: "on-call-policy",
  name: "on-call/shop/on-call-policy",
  body: {
    name: "[staging] Shop tocsin:on-call/shop",
    resolve_page_on_policy_end: false,
    retries: 2,
    steps: [{ assignment: "default", escalate_after_seconds: 900, targets: [{ type: "users", id: "u-ada" }] }],
  },
});

const hours = {
  time_zone: "Europe/Paris",
  restrictions: [{ start_day: "monday", start_time: "09:00:00", end_day: "monday", end_time: "17:00:00" }],
};

export const routing = resource({
  ...own,
  kind: "on-call-routing",
  name: "on-call/shop/on-call-routing",
  body: {
    rules: [
      { query: "", time_restriction: hours, actions: [{ type: "escalation_policy", urgency: "high" }] },
      { query: "", actions: [{ type: "escalation_policy", urgency: "low" }] },
    ],
  },
  refs: [0, 1].map((n) => ({
    path: `rules.${n}.actions.0.policy_id`,
    resource: "on-call/shop/on-call-policy",
    property: "id",
  })),
});

const policyId = "3321cfa1-8420-4655-ac38-f51ea522834e";
const changed = (live: LiveObject, changes: JsonObject): LiveObject => ({
  ...live,
  body: { ...live.body, ...changes },
});

export const policyLive = (changes: JsonObject = {}): LiveObject => {
  const step = "cd41c9ed-3d97-469c-aa8a-9a36c0f45a82";
  const { steps: _, ...attributes } = policy.body;
  return changed(
    livePolicy(
      team,
      policyAnswer.parse({
        data: {
          ...{ id: policyId, type: "policies", attributes: { ...attributes, tags: [] } },
          relationships: {
            steps: { data: [{ id: step, type: "steps" }] },
            teams: { data: [{ id: team, type: "teams" }] },
          },
        },
        included: [
          {
            ...{ id: step, type: "steps", attributes: { assignment: "default", escalate_after_seconds: 900 } },
            relationships: { targets: { data: [{ id: "u-ada", type: "users" }] } },
          },
          { id: "u-ada", type: "users", attributes: { email: "ada@shop.example", name: "Ada", status: "active" } },
        ],
      }),
    ),
    changes,
  );
};

export const routingLive = (changes: JsonObject = {}): LiveObject => {
  const relationships = { policy: { data: { id: policyId, type: "policies" } } };
  const action = (urgency: string) => ({ type: "escalation_policy", policy_id: policyId, urgency });
  const rule = (id: string, urgency: string, more: JsonObject = {}) => ({
    ...{ id, type: "team_routing_rules", relationships },
    attributes: { actions: [action(urgency)], query: "", urgency, ...more },
  });
  const ids = ["d4a7d064-0b02-4510-9412-24c95fdbef89", "8e059ecb-b492-4db6-accd-6eb69b4099b1"] as const;
  const live = liveRouting(
    team,
    routingAnswer.parse({
      data: {
        ...{ id: team, type: "team_routing_rules" },
        relationships: { rules: { data: ids.map((id) => ({ id, type: "team_routing_rules" })) } },
      },
      included: [rule(ids[0], "high", { time_restriction: hours }), rule(ids[1], "low")],
    }),
  );
  if (live === null) throw new Error("the team has no rules");
  return changed(live, changes);
};
