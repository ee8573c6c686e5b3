import { describe, expect, it } from "vitest";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import { judgeKeys } from "../../src/vendors/sentry/checks/keys.ts";
import {
  judgeIntegrations,
  judgeMembers,
  judgeTeams,
  sentryChannels,
  targetsOf,
} from "../../src/vendors/sentry/checks/named.ts";
import { channelsOf, judgeChannels } from "../../src/vendors/slack/checks.ts";
import { stack } from "../support/definitions.ts";
import * as examples from "../verify/examples/index.ts";

const used = new Map([["#alerts", ["a/b", "c/d"]]]);
const channel = { id: "C1", name: "alerts", is_archived: false, is_member: true };

describe("Slack channels", () => {
  const paths = (...live: (typeof channel)[]) => judgeChannels(live, used).findings?.map(({ path }) => path);

  it("must be there, open, and hold the bot", () => {
    expect(paths(channel)).toEqual([]);
    expect(paths()).toEqual(["name"]);
    expect(paths({ ...channel, is_archived: true })).toEqual(["is_archived"]);
    expect(paths({ ...channel, is_member: false })).toEqual(["is_member"]);
  });

  it("count by the one that is open, when an archived one had the name before", () => {
    expect(paths({ ...channel, id: "C0", is_archived: true }, channel)).toEqual([]);
  });

  it("are one finding each, which names all whose messages go there", () => {
    const [finding] = judgeChannels([], used).findings ?? [];
    expect(finding?.definition).toBeNull();
    expect(finding?.message).toContain("a/b and c/d");
  });
});

describe("DSN keys", () => {
  const key = { id: "k1", isActive: true, rateLimit: null };
  const paths = (...keys: object[]) =>
    judgeKeys(
      "web",
      keys.map((one) => ({ ...key, ...one })),
      ["a/b"],
    ).findings?.map(({ path }) => path);

  it("may be rotated, but one must work", () => {
    expect(paths({})).toEqual([]);
    expect(paths({ isActive: false }, { id: "k2" })).toEqual([]);
    expect(paths({ isActive: false })).toEqual(["isActive"]);
    expect(paths()).toEqual(["isActive"]);
  });

  it("must not drop events", () => {
    expect(paths({ rateLimit: { window: 60, count: 5 } })).toEqual(["rateLimit"]);
    expect(paths({ rateLimit: { window: 0, count: 0 } })).toEqual([]);
    expect(paths({ isActive: false, rateLimit: { window: 60, count: 5 } }, { id: "k2" })).toEqual([]);
  });
});

describe("where Sentry sends to", () => {
  const targets = targetsOf(examples.all);

  it("is read out of the alerts", () => {
    expect([...targets.integration.values(), ...targets.member.values()].flat().length).toBeGreaterThan(0);
  });

  it("must be known to Sentry", () => {
    const integrations = new Map([["55", ["a/b"]]]);
    const one = (status: string) => [{ id: "55", name: "acme", organizationIntegrationStatus: status }];
    const actual = (live: ReturnType<typeof one>) =>
      judgeIntegrations(live, integrations).findings?.map((finding) => finding.actual);
    expect(actual(one("active"))).toEqual([]);
    expect(actual(one("disabled"))).toEqual(["disabled"]);
    expect(actual([])).toEqual([null]);

    const members = new Map([["7", ["a/b"]]]);
    const found = (...ids: string[]) =>
      judgeMembers(
        ids.map((id) => ({ id: `m${id}`, email: "x@example.com", user: { id } })),
        members,
        new Map(),
      ).findings?.length;
    expect([found("7"), found("8"), found()]).toEqual([0, 1, 1]);
  });

  const alert = (definition: string, ...actions: JsonObject[]): Resource => ({
    ...{ vendor: "sentry", kind: "workflow", name: `${definition}/workflow`, definition, parent: {}, refs: [] },
    body: { actionFilters: [{ actions }] },
  });
  const mail = (targetType: string, targetIdentifier: string | null) => ({
    type: "email",
    config: { targetType, targetIdentifier },
  });

  it("is found for teams, for integrations of every kind, and for channels that no route has", () => {
    const slack = { type: "slack", integrationId: "9", config: { targetType: "specific", targetDisplay: "#news" } };
    const pagerduty = { type: "pagerduty", integrationId: "77", config: { targetType: "specific" } };
    const one = alert("a/b", mail("team", "3"), mail("user", "5"), mail("issue_owners", null), slack, pagerduty);
    const found = targetsOf([one]);
    expect([found.team, found.member, found.integration].map((group) => [...group.keys()])).toEqual([
      ...[["3"], ["5"], ["9", "77"]],
    ]);
    expect(sentryChannels([one])).toEqual([{ channel: "#news", definition: "a/b" }]);
    expect([...channelsOf(stack, [one])]).toEqual([["#news", ["a/b"]]]);
    expect(judgeTeams([{ id: "4" }], found.team, new Map()).findings).toMatchObject([
      { class: "broken-route", vendorId: "3" },
    ]);
    expect(judgeTeams([{ id: "3" }], found.team, new Map()).findings).toEqual([]);
  });

  it("is looked up for whom issues must be assigned to", () => {
    const assigned = (targetType: string, targetIdentifier: number | string) => ({
      type: "assigned_to",
      comparison: { targetType, targetIdentifier },
    });
    const one = alert("a/b");
    const conditions = [assigned("Member", 8), assigned("Team", 4), assigned("Unassigned", "")];
    one.body = { actionFilters: [{ conditions, actions: [] }] };
    const { assignedMember, assignedTeam, ...others } = targetsOf([one]);
    expect(Object.values(others).map(({ size }) => size)).toEqual([0, 0, 0, 0]);
    expect(judgeMembers([], new Map(), assignedMember).findings?.map(({ message }) => message)).toEqual([
      "No member of the Sentry organisation has the user id 8: no issue that a/b asks for is assigned to them.",
    ]);
    expect(judgeTeams([{ id: "4" }], new Map(), assignedTeam).findings).toEqual([]);
  });

  it("needs the bot only in channels in which deliveries are read", () => {
    const without = [{ ...channel, is_member: false }];
    expect(judgeChannels(without, used, new Set(["#other"])).findings).toEqual([]);
    expect(judgeChannels(without, used, new Set(["#alerts"])).findings).toHaveLength(1);
  });
});
