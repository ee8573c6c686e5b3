import { describe, expect, it } from "vitest";
import { channelOf, handlesIn } from "../../../src/vendors/datadog/handles.ts";

describe("handles in a message", () => {
  it.each<[string, string[]]>([
    ["look @slack-acme-alerts, @a@b.example", ["@slack-acme-alerts", "@a@b.example"]],
    ["{{#is_alert}}@pagerduty-x{{/is_alert}} (@webhook-y)", ["@pagerduty-x", "@webhook-y"]],
    ["mail me@home.example", []],
    ["@slack-acme-{{team.name}} @team-{{team.name}}-night @opsgenie-z", ["@opsgenie-z"]],
  ])("%s", (message, handles) => {
    expect(handlesIn(message)).toEqual(handles);
  });

  it("mean a channel of their own account only", () => {
    expect(channelOf("@slack-acme-alerts-local", "acme")).toBe("#alerts-local");
    expect([channelOf("@slack-other-x", "acme"), channelOf("@slack-acme-", "acme")]).toEqual([null, null]);
  });
});
