/** The evaluator against the emulated Datadog, for service checks: runs in a row, warnings, silence, and percentages. */
import { expect, it } from "vitest";
import { newWorld } from "../../../../emulators/test/datadog/world.ts";
import { random } from "../../../../emulators/test/evaluate/random.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import type { Condition } from "../../../src/model/condition.ts";
import { minutes } from "../../../src/model/units.ts";
import { consecutiveFailures, percentFailing } from "../../../src/model/words/conditions.ts";
import { serviceCheck } from "../../../src/model/words/signals.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

const hosts = ["a", "b", "c", "d"];
const states = { OK: "ok", Warn: "warn", Alert: "alert", "No Data": "no-data" } as const;
const isState = (status: string): status is keyof typeof states => status in states;

it.each<[string, Condition, string[]]>([
  ["one failure", consecutiveFailures(1), ["host"]],
  ["three failures, and two passes", consecutiveFailures(3, { recoverAfter: 2 }), ["host"]],
  ["warnings", consecutiveFailures(2, { warnAfter: 2 }), ["host"]],
  ["silence", consecutiveFailures(2, { warnAfter: 1, noDataAfter: minutes(3) }), ["host"]],
  ["a percentage of all", percentFailing(40, { warning: 30 }), []],
  ["a percentage of each zone", percentFailing(40, { warning: 40, noDataAfter: minutes(2) }), ["zone"]],
])("agree on %s", async (name, condition, groupBy) => {
  const own = definition({
    signal: serviceCheck({ check: "db.can_connect", groupBy }),
    condition,
    datadog: { newGroupDelay: 0 },
  });
  const world = await newWorld();
  const body = compile([own], [everybody], stack).find(({ kind }) => kind === "monitor")?.body;
  const id = await world.monitor({ ...body });
  const draw = random(name);
  const runs = hosts.map((host, n) => ({
    tags: { host, zone: n < 2 ? "1" : "2" },
    points: [] as { at: number; value: number }[],
  }));
  const seen: { at: number; groups: Record<string, string> }[] = [];
  for (let minute = 0; minute < 200; minute += 1) {
    for (const { tags, points } of runs) {
      // First all pass: what has never reported is in no group.
      if (minute > 0 && draw() < 0.35) continue;
      const value = minute === 0 || draw() < 0.4 ? 1 : draw() < 0.5 ? 0.5 : 0;
      const sent = { check: "db.can_connect", host_name: tags.host, status: value === 1 ? 0 : value === 0 ? 2 : 1 };
      const tagged = ["env:staging", `zone:${tags.zone}`];
      expect((await world.call("POST", "/api/v1/check_run", { ...sent, tags: tagged })).status).toBe(202);
      points.push({ at: world.context.now().getTime(), value });
    }
    await world.minutes(1);
    const groups = Object.entries(await world.groups(id)).map(([group, { status }]) => [group, status]);
    // As of the evaluation, which is on the minute.
    const at = Math.floor(world.context.now().getTime() / 60_000) * 60_000;
    seen.push({ at, groups: Object.fromEntries(groups) });
  }
  const range = { from: 0, to: seen.at(-1)?.at ?? 0 };
  const transitions = evaluate(own, { series: { runs } }, range);
  const ours = (group: string, at: number) =>
    transitions.filter((one) => one.group === group && one.at <= at).at(-1)?.to ?? "ok";
  const differ = seen.flatMap(({ at, groups }) =>
    Object.entries(groups).flatMap(([group, status]) =>
      isState(status) && states[status] === ours(group, at) ? [] : [`${at} ${group}: ${status}, ${ours(group, at)}`],
    ),
  );
  expect(differ).toEqual([]);
  expect(transitions.length).toBeGreaterThan(10);
});
