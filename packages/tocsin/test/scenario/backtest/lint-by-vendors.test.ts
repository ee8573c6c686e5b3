import { expect, test } from "vitest";
import { lint } from "../../../src/lint/lint.ts";
import { answer } from "../verify/server.ts";
import { cpu, day, historyWorld, hour, metricAnswer } from "./world.ts";

const written = {
  definitions: [],
  routes: [],
  dashboards: [],
  objectives: [],
  runbooks: null,
  documents: null,
  stacks: [],
};

test("lint judges how often an alert fires by what the vendor has kept, and says what it asked", async () => {
  const noisy = (at: number) => (at % hour < hour / 2 ? 90 : 10);
  const world = await historyWorld((request, response) => answer(response, 200, metricAnswer(request.url, noisy)));
  const { fires, without, unread, calls } = await world.fires([cpu], { days: 7 });
  await world.end();
  expect([without, unread]).toEqual([0, []]);
  expect(fires.get(cpu.id)).toBeGreaterThan(100);
  expect(calls.datadog).toBeGreaterThan(0);
  const findings = lint({ written, compiled: [], firesPerWeek: fires });
  expect(findings).toMatchObject([{ rule: "alert/fires-too-often", definition: cpu.id }]);
});

test.each([
  ["is down", 503, "down", /503/],
  ["limits our rate", 429, "slow down", /429|asks to wait/],
  ["refuses the credential", 403, "{}", /DD_APP_KEY/],
  ["answers in another shape", 200, '{"status":"ok","series":[{"interval":"x"}]}', /series\.0\.interval/],
])("a vendor that %s is named, and nothing is called quiet", async (_, status, body, said) => {
  const world = await historyWorld((_request, response) => answer(response, status, body));
  const { fires, unread } = await world.fires([cpu], { days: 7 });
  await world.end();
  expect(fires.size).toBe(0);
  expect(unread).toEqual([expect.stringMatching(said)]);
});

test("what the calls do not suffice for is told, with the way to allow more", async () => {
  const world = await historyWorld((request, response) =>
    answer(
      response,
      200,
      metricAnswer(request.url, () => 10),
    ),
  );
  const { unread } = await world.fires([cpu, { ...cpu, title: "again" }], { days: (30 * day) / day, budget: 1 });
  await world.end();
  expect(unread.join()).toContain("--calls allows more");
});
