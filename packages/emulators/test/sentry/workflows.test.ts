import { expect, test } from "vitest";
import { alert, slackAction, startSentry } from "./client.ts";

const path = "/organizations/acme/workflows/";
const behind = (action: object, conditions: object[] = []) => ({
  actionFilters: [{ logicType: "all", conditions, actions: [action] }],
});
const email = (targetType: string, targetIdentifier: string | null) => ({
  type: "email",
  config: { targetType, targetIdentifier },
  data: {},
});
const filter = (type: string, comparison: unknown) =>
  behind(slackAction(), [{ type, comparison, conditionResult: true }]);

test.each([
  ["no name", { name: undefined }, "name"],
  ["a name of 257 characters", { name: "x".repeat(257) }, "name"],
  ["a frequency that is not offered", { config: { frequency: 15 } }, "config"],
  ["an unknown monitor", { detectorIds: ["999"] }, "detectorIds"],
  [
    "an unknown trigger",
    {
      triggers: {
        logicType: "any-short",
        conditions: [{ type: "tagged_event", comparison: true, conditionResult: true }],
      },
    },
    "triggers",
  ],
  ["an unknown logic", { triggers: { logicType: "some", conditions: [] } }, "triggers"],
  ["an unknown action", behind({ type: "pager", config: { targetType: "user" } }), "actionFilters"],
  ["an unknown filter", filter("moon_phase", true), "actionFilters"],
  ["a tag filter without value", filter("tagged_event", { key: "severity", match: "eq" }), "actionFilters"],
  ["an unknown integration", behind(slackAction({ integrationId: "56" })), "actions"],
  ["no integration", behind(slackAction({ integrationId: null })), "actions"],
  [
    "an unknown channel",
    behind(slackAction({ config: { targetType: "specific", targetIdentifier: "", targetDisplay: "#nope" } })),
    "actions",
  ],
  [
    "a channel id of another channel",
    behind(slackAction({ config: { targetType: "specific", targetIdentifier: "C9", targetDisplay: "#alerts" } })),
    "actions",
  ],
  ["an unknown member", behind(email("user", "8")), "actions"],
  ["an unknown team", behind(email("team", "8")), "actions"],
  ["mail to a channel", behind(email("specific", "8")), "actions"],
])("an alert with %s is refused", async (_, part, field) => {
  const { call, sentry } = startSentry();
  const answer = await call("POST", path, alert(part));
  expect([answer.status, Object.keys(Object(answer.body))]).toEqual([400, [field]]);
  expect(sentry.store.workflows.size).toBe(0);
});

test("an alert is read back with the ids, defaults and channel that the server adds", async () => {
  const { call } = startSentry();
  const conditions = [
    { type: "tagged_event", comparison: { key: "severity", match: "eq", value: "critical" }, conditionResult: true },
  ];
  const made = await call("POST", path, alert({ ...behind(slackAction(), conditions), enabled: undefined }));
  expect(made).toMatchObject({
    status: 201,
    body: {
      enabled: true,
      lastTriggered: null,
      owner: null,
      triggers: { conditions: [{ id: expect.any(String), type: "first_seen_event" }], actions: [] },
      actionFilters: [
        {
          conditions: [{ id: expect.any(String), comparison: { key: "severity" } }],
          actions: [
            { id: expect.any(String), status: "active", config: { targetIdentifier: "C1", targetDisplay: "#alerts" } },
          ],
        },
      ],
    },
  });
  const { id } = Object(made.body);
  const renamed = await call("PUT", `${path}${id}/`, alert({ name: "renamed" }));
  expect([renamed.status, Object(renamed.body).name, Object(renamed.body).id]).toEqual([200, "renamed", id]);
  expect((await call("GET", `${path}?query=renamed`)).body).toMatchObject([{ id }]);
  expect((await call("GET", `${path}?project=2`)).body).toEqual([]);
  expect((await call("PUT", `${path}${id}/`, { enabled: false })).status).toBe(400);
  expect((await call("DELETE", `${path}${id}/`)).status).toBe(204);
  expect((await call("DELETE", `${path}${id}/`)).status).toBe(404);
});

test("mail to a member and to a team is accepted", async () => {
  const { call } = startSentry();
  for (const action of [email("user", "7"), email("team", "3"), email("issue_owners", null)]) {
    expect((await call("POST", path, alert(behind(action)))).status).toBe(201);
  }
});
