import { describe, expect, it } from "vitest";
import {
  downtimesAnswer,
  endOf,
  isActive,
  isInForce,
  muteMessage,
  muteOf,
  silences,
  silencesForCertain,
} from "../../../src/vendors/datadog/downtime.ts";

/** A downtime as Datadog lists it. */
function downtime(attributes: object) {
  const whole = { message: null, scope: "*", monitor_identifier: { monitor_tags: ["*"] }, ...attributes };
  const [parsed] = downtimesAnswer.parse({ data: [{ id: "d1", type: "downtime", attributes: whole }] }).data;
  if (parsed === undefined) throw new Error("no downtime");
  return parsed;
}

const monitor = {
  id: 7,
  tags: ["env:staging", "service:tips", "tocsin-id:a/b"],
  query: 'logs("source:vercel env:production service:tips").index("*").rollup("count").last("5m") > 0',
};
const byTags = (...monitor_tags: string[]) => ({ monitor_identifier: { monitor_tags } });

describe("which monitors a downtime silences", () => {
  it.each<[string, object, boolean]>([
    ["its id", { monitor_identifier: { monitor_id: 7 } }, true],
    ["another id", { monitor_identifier: { monitor_id: 8 } }, false],
    ["its id, in a scope that it contradicts", { monitor_identifier: { monitor_id: 7 }, scope: "env:prod" }, false],
    ["all, in the scope that its query asks for", { scope: "env:production" }, true],
    ["all monitors", {}, true],
    ["one of its tags", byTags("service:tips"), true],
    ["all of its tags", byTags("service:tips", "env:staging"), true],
    ["a tag that it lacks as well", byTags("service:tips", "env:prod"), false],
    ["all, in a scope of its own", { scope: "env:staging" }, true],
    ["all, in a scope that it contradicts", { scope: "env:prod" }, false],
    ["all, in a scope with one part that it contradicts", { scope: "env:staging AND service:web" }, false],
    ["all, in a scope of which its tags say nothing", { scope: "host:db-1" }, true],
    ["all, in a scope that is one of several", { scope: "env:prod OR host:db-1" }, true],
    ["all, in a scope that is denied", { scope: "NOT env:prod" }, true],
  ])("%s", (_, attributes, expected) => {
    expect(silences(downtime(attributes), monitor)).toBe(expected);
  });
});

describe("which monitors a downtime silences for certain", () => {
  it.each<[string, object, boolean]>([
    ["all monitors", {}, true],
    ["one of its tags", byTags("service:tips"), true],
    ["all, in a scope that it states", { scope: "env:staging AND service:tips" }, true],
    ["all, in the scope that its query asks for", { scope: "env:production" }, true],
    ["all, in a scope of which its tags say nothing", { scope: "host:db-1" }, false],
    ["all, in a scope that is one of several", { scope: "env:staging OR env:qa" }, false],
    ["all, in a scope that is denied", { scope: "NOT env:prod" }, false],
    ["a tag that it lacks", byTags("service:web"), false],
  ])("%s", (_, attributes, expected) => {
    expect(silencesForCertain(downtime(attributes), monitor)).toBe(expected);
  });
});

it("silences now only while it is active, though it comes again", () => {
  expect(["active", null, "scheduled", "ended"].map((status) => isActive(downtime({ status })))).toEqual([
    ...[true, true, false, false],
  ]);
});

it("ends at its end, at the end of its present run, or never", () => {
  expect(endOf(downtime({ schedule: { start: "s", end: "e" } }))).toBe("e");
  expect(endOf(downtime({ schedule: { recurrences: [], current_downtime: { start: "s", end: "r" } } }))).toBe("r");
  expect(endOf(downtime({ schedule: { start: "s", end: null } }))).toBeNull();
  expect(endOf(downtime({}))).toBeNull();
});

it("is in force while it silences, and always if it comes again and again", () => {
  const weekly = { schedule: { recurrences: [{ duration: "1h", rrule: "FREQ=WEEKLY", start: "s" }] } };
  expect(isInForce(downtime({ status: "active" }))).toBe(true);
  expect(isInForce(downtime({}))).toBe(true);
  expect(isInForce(downtime({ status: "scheduled" }))).toBe(false);
  expect(isInForce(downtime({ status: "scheduled", ...weekly }))).toBe(true);
  expect(isInForce(downtime({ status: "canceled", ...weekly }))).toBe(false);
});

it("is known as ours by its message alone, whatever the reason holds", () => {
  const reason = "moving (slowly)\nfrom tocsin:x/y";
  expect(muteOf(downtime({ message: muteMessage("a/b", reason) }))).toEqual({ definition: "a/b", reason });
  for (const message of [null, "", "tocsin mute", "a tocsin mute: x (tocsin:a/b)"]) {
    expect(muteOf(downtime({ message }))).toBeNull();
  }
});
