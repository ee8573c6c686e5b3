import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/model/resource.ts";
import {
  downtimesAnswer,
  endOf,
  isActive,
  isInForce,
  muteMessage,
  muteOf,
  silences,
  watchedText,
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
  it.each<[string, object, "yes" | "no" | "perhaps"]>([
    ["its id", { monitor_identifier: { monitor_id: 7 } }, "yes"],
    ["another id", { monitor_identifier: { monitor_id: 8 } }, "no"],
    ["its id, in a scope that it contradicts", { monitor_identifier: { monitor_id: 7 }, scope: "env:prod" }, "no"],
    ["all, in the scope that its query asks for", { scope: "env:production" }, "yes"],
    ["all monitors", {}, "yes"],
    ["one of its tags", byTags("service:tips"), "yes"],
    ["all of its tags", byTags("service:tips", "env:staging"), "yes"],
    ["a tag that it lacks as well", byTags("service:tips", "env:prod"), "no"],
    ["a tag that it lacks", byTags("service:web"), "no"],
    ["a tag of its own, in a scope that it contradicts", { ...byTags("service:tips"), scope: "env:qa" }, "no"],
    ["all, in a scope that is no scope", { scope: "env:staging AND (" }, "perhaps"],
  ])("%s", (_, attributes, expected) => {
    expect(silences(downtime(attributes), monitor)).toBe(expected);
  });

  it("knows what the variables of a formula ask for", () => {
    const search = { query: 'source:vercel @env:x service:web "it broke: badly"' };
    const variables: Json[] = [
      { name: "a", data_source: "logs", search, group_by: [{ facet: "host" }] },
      { name: "b", data_source: "metrics", query: "sum:requests{env:qa}.as_count()" },
    ];
    const query = watchedText({ query: 'formula("a / b").last("5m") > 1', options: { variables } });
    const asked = (scope: string) => silences(downtime({ scope }), { id: 1, tags: [], query });
    expect(["service:web", "service:tips", "env:qa AND service:web", "host:a"].map(asked)).toEqual([
      ...["yes", "no", "yes", "perhaps"],
    ]);
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
  expect(isInForce(downtime({ status: "ended" }))).toBe(false);
  // A state that Datadog adds one day: better told than overlooked.
  expect([isInForce, isActive].map((is) => is(downtime({ status: "paused_until_further_notice" })))).toEqual([
    true,
    true,
  ]);
});

it("is known as ours by its message alone, whatever the reason holds", () => {
  const reason = "moving (slowly)\nfrom tocsin:x/y";
  expect(muteOf(downtime({ message: muteMessage("a/b", reason) }))).toEqual({ definition: "a/b", reason });
  for (const message of [null, "", "tocsin mute", "a tocsin mute: x (tocsin:a/b)"]) {
    expect(muteOf(downtime({ message }))).toBeNull();
  }
});
