import { describe, expect, test } from "vitest";
import { newClient } from "./client.ts";

/** Who is paged: bodies as datadog-api-client-typescript a6d17420 has recorded them (cassettes/v2/On-Call_446749911). */

const team = "5f48616e-52b1-4126-a255-0bd9f4820dc1";
const policies = "/api/v2/on-call/escalation-policies";
const routing = `/api/v2/on-call/teams/${team}/routing-rules`;
const anyId = expect.stringMatching(/^[0-9a-f-]{36}$/);

const policy = (attributes: object = {}) => ({
  data: {
    type: "policies",
    attributes: {
      name: "Shop",
      resolve_page_on_policy_end: true,
      retries: 2,
      steps: [
        {
          assignment: "default",
          escalate_after_seconds: 3600,
          targets: [
            { id: team, type: "teams" },
            { id: "u-ada", type: "users" },
          ],
        },
        { assignment: "round-robin", escalate_after_seconds: 3600, targets: [{ id: team, type: "teams" }] },
      ],
      ...attributes,
    },
    relationships: { teams: { data: [{ id: team, type: "teams" }] } },
  },
});
const rules = (all: object[]) => ({ data: { type: "team_routing_rules", id: team, attributes: { rules: all } } });

function newTeam() {
  const client = newClient();
  client.context.accounts.datadog.teams.push(team);
  return client;
}

describe("an escalation policy", () => {
  test("is created, shown with its steps and their targets, changed and deleted", async () => {
    const client = newTeam();
    const made = await client.call("POST", policies, policy());
    expect(made.status).toBe(201);
    expect(made.value).toEqual({
      data: {
        ...{ id: anyId, type: "policies" },
        attributes: { name: "Shop", resolve_page_on_policy_end: true, retries: 2, tags: [] },
        relationships: {
          steps: {
            data: [
              { id: anyId, type: "steps" },
              { id: anyId, type: "steps" },
            ],
          },
          teams: { data: [{ id: team, type: "teams" }] },
        },
      },
    });
    const path = `${policies}/${Object(made.body.data).id}`;
    const shown = await client.call("GET", `${path}?include=steps.targets`);
    expect(shown.body.included).toEqual([
      {
        ...{ id: anyId, type: "steps", attributes: { assignment: "default", escalate_after_seconds: 3600 } },
        relationships: {
          targets: {
            data: [
              { id: team, type: "teams" },
              { id: "u-ada", type: "users" },
            ],
          },
        },
      },
      {
        ...{ id: anyId, type: "steps", attributes: { assignment: "round-robin", escalate_after_seconds: 3600 } },
        relationships: { targets: { data: [{ id: team, type: "teams" }] } },
      },
    ]);
    const changed = await client.call("PUT", path, policy({ retries: 0 }));
    expect(changed.body.data).toMatchObject({ attributes: { retries: 0 } });
    expect((await client.call("DELETE", path)).status).toBe(204);
    expect((await client.call("GET", path)).status).toBe(404);
  });

  test.each([
    { retries: 11 },
    { steps: [] },
    { steps: [{ escalate_after_seconds: 30, targets: [{ id: "u", type: "users" }] }] },
    { steps: [{ escalate_after_seconds: 60, targets: [] }] },
  ])("is refused with %j", async (attributes) => {
    expect((await newTeam().call("POST", policies, policy(attributes))).status).toBe(400);
  });
});

describe("routing rules of a team", () => {
  test("are answered in both forms, whichever was sent, and are gone when none are sent", async () => {
    const client = newTeam();
    const id: string = Object((await client.create(policies, policy())).data).id;
    const hours = {
      time_zone: "Europe/Paris",
      restrictions: [{ start_day: "monday", start_time: "09:00:00", end_day: "monday", end_time: "17:00:00" }],
    };
    const action = { type: "escalation_policy", policy_id: id, urgency: "low" };
    const sent = [
      { query: "", time_restriction: hours, actions: [action] },
      { query: "", policy_id: id, urgency: "low" },
    ];
    const put = await client.call("PUT", routing, rules(sent));
    expect(put.status).toBe(200);
    const shown = {
      id: anyId,
      type: "team_routing_rules",
      relationships: { policy: { data: { id, type: "policies" } } },
    };
    expect((await client.call("GET", `${routing}?include=rules`)).body.included).toEqual([
      { ...shown, attributes: { actions: [action], query: "", time_restriction: hours, urgency: "low" } },
      { ...shown, attributes: { actions: [action], query: "", urgency: "low" } },
    ]);
    expect((await client.call("DELETE", `${policies}/${id}`)).status).toBe(400);
    expect((await client.call("PUT", routing, rules([]))).body).toMatchObject({
      data: { id: team, relationships: { rules: { data: [] } } },
    });
    expect((await client.call("DELETE", `${policies}/${id}`)).status).toBe(204);
  });

  test("are refused for a team and a policy that are not there, and where the last one asks for something", async () => {
    const client = newTeam();
    const none = { type: "escalation_policy", policy_id: "none", urgency: "low" };
    expect((await client.call("PUT", routing, rules([{ query: "", actions: [none] }]))).status).toBe(400);
    expect((await client.call("GET", routing.replace(team, "other"))).status).toBe(404);
    const id: string = Object((await client.create(policies, policy())).data).id;
    const last = { query: "tags.service:shop", actions: [{ ...none, policy_id: id }] };
    expect((await client.call("PUT", routing, rules([last]))).status).toBe(400);
  });
});
