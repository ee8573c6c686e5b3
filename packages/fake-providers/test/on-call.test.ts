import type { ResourceHandler } from "tocsin/internal/provider";
import { afterEach, describe, expect, it, vi } from "vitest";
import { escalationPolicy, routingRules } from "../src/datadog/on-call.ts";
import type { Rest } from "../src/shared/rest.ts";
import { checked, nothingUnknown, vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

function handler(of: (rest: () => Rest) => ResourceHandler, ...answers: Parameters<typeof vendorAnswering>) {
  const vendor = vendorAnswering(...answers);
  return { ...vendor, one: of(() => vendor.rest) };
}

const team = "5f48616e-52b1-4126-a255-0bd9f4820dc1";
const policies = "/api/v2/on-call/escalation-policies";

describe("an escalation policy", () => {
  const given = {
    name: "Shop",
    retries: 2,
    steps: [{ escalateAfterSeconds: 900, targets: [{ user: "u" }] }],
    teams: [team],
  };
  const attributes = { name: "Shop", resolve_page_on_policy_end: false, retries: 2 };
  const steps = [{ assignment: "default", escalate_after_seconds: 900, targets: [{ id: "u", type: "users" }] }];
  const relationships = { teams: { data: [{ id: team, type: "teams" }] } };
  const sentBody = (id?: string) => ({
    data: { type: "policies", ...(id && { id }), attributes: { ...attributes, steps }, relationships },
  });
  const answer = {
    data: {
      ...{ id: "p1", type: "policies", attributes: { ...attributes, tags: [] } },
      relationships: { ...relationships, steps: { data: [{ id: "s1", type: "steps" }] } },
    },
    included: [
      {
        ...{ id: "s1", type: "steps", attributes: { assignment: "default", escalate_after_seconds: 900 } },
        relationships: { targets: { data: [{ id: "u", type: "users" }] } },
      },
    ],
  };

  it("is created, then the same, changed in place, deleted, and gone", async () => {
    const { one, sent } = handler(escalationPolicy, { body: answer });
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect([id, sent]).toEqual(["p1", [{ method: "POST", path: policies, body: sentBody() }]]);
    const read = await one.read(id, { inputs, outputs });
    expect(read?.inputs).toEqual(inputs);
    expect(await one.diff(id, { inputs, outputs: read?.outputs ?? {} }, inputs, nothingUnknown)).toMatchObject({
      detailed: {},
    });
    await one.update(id, { inputs, outputs }, inputs);
    expect(sent.at(-1)).toEqual({ method: "PUT", path: `${policies}/p1`, body: sentBody("p1") });
    await one.delete(id, outputs);
    expect(sent.at(-1)).toMatchObject({ method: "DELETE", path: `${policies}/p1` });
    expect(await handler(escalationPolicy, { status: 404 }).one.read(id, { inputs, outputs })).toBeNull();
  });
});

describe("routing rules of a team", () => {
  const path = `/api/v2/on-call/teams/${team}/routing-rules?include=rules`;
  const hours = { startDay: "monday", startTime: "09:00:00", endDay: "monday", endTime: "17:00:00" };
  const rule = (urgency: string) => ({ query: "", actions: [{ escalationPolicy: { policyId: "p1", urgency } }] });
  const given = {
    teamId: team,
    rules: [{ ...rule("high"), timeRestrictions: { timeZone: "Europe/Paris", restrictions: [hours] } }, rule("low")],
  };
  const restriction = { start_day: "monday", start_time: "09:00:00", end_day: "monday", end_time: "17:00:00" };
  const time_restriction = { time_zone: "Europe/Paris", restrictions: [restriction] };
  const action = (urgency: string) => ({ type: "escalation_policy", policy_id: "p1", urgency });
  const rules = [
    { query: "", actions: [action("high")], time_restriction },
    { query: "", actions: [action("low")] },
  ];
  const sentBody = (all: object[]) => ({ data: { type: "team_routing_rules", id: team, attributes: { rules: all } } });
  const answer = (all: object[]) => ({
    data: {
      ...{ id: team, type: "team_routing_rules" },
      relationships: { rules: { data: all.map((_, n) => ({ id: `r${n}`, type: "team_routing_rules" })) } },
    },
    included: all.map((attributes, n) => ({
      ...{ id: `r${n}`, type: "team_routing_rules", attributes: { ...attributes, urgency: "low" } },
    })),
  });

  it("are set, then the same, of another team another resource, and deleted by setting none", async () => {
    const { one, sent } = handler(routingRules, { body: answer(rules) });
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect([id, sent]).toEqual([team, [{ method: "PUT", path, body: sentBody(rules) }]]);
    const read = await one.read(id, { inputs, outputs });
    expect(read?.inputs).toEqual(inputs);
    const other = { ...inputs, teamId: "other" };
    expect((await one.diff(id, { inputs, outputs }, other, nothingUnknown)).detailed).toEqual({
      teamId: "update-replace",
    });
    await one.delete(id, outputs);
    expect(sent.at(-1)).toEqual({ method: "PUT", path, body: sentBody([]) });
    expect(await handler(routingRules, { body: answer([]) }).one.read(id, { inputs, outputs })).toBeNull();
  });
});
