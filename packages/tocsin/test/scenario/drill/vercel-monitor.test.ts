import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { restoreMarked, undo } from "../../../src/drill/cleanup.ts";
import type { JsonObject, Resource } from "../../../src/model/resource.ts";
import { drillClients } from "../../../src/vendors/drills.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { VercelClient } from "../../../src/vendors/vercel/client.ts";
import { monitorPath, VercelFire } from "../../../src/vendors/vercel/fire.ts";
import { drillMarksOf, invertedPart, monitorPart } from "../../../src/vendors/vercel/fire-monitors.ts";
import { vercelLists } from "../../../src/vendors/vercel/live.ts";
import { compare } from "../../../src/verify/compare.ts";
import { vercelMonitor } from "../../verify/examples/vercel-stripe.ts";
import { Stand } from "./stand.ts";

/** A drill that was killed while Vercel's own monitor was inverted, and what hands do to such a monitor. */
let stand: Stand;
let resource: Resource;
let id: string;
const rules = "/alerts/v3/alert-rules";
const inTeam = (path: string) => `${path}?teamId=team_acme`;

beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, { only: [] });
});
afterAll(() => stand?.close());
beforeEach(async () => {
  if (id !== undefined) await stand.call("vercel", "DELETE", inTeam(`${rules}/${id}`));
  const { notifications: _, ...rule } = vercelMonitor.body;
  const answer = await stand.call("vercel", "POST", inTeam(rules), rule);
  id = z.object({ rule: z.object({ id: z.string() }) }).parse(answer).rule.id;
  resource = { ...vercelMonitor, parent: { team: "team_acme" }, body: { ...rule, notifications: [] } };
});

const fire = () =>
  new VercelFire(z.custom<ConstructorParameters<typeof VercelFire>[0]>().parse(stand.connections.vercel));
const client = () =>
  new VercelClient(z.custom<ConstructorParameters<typeof VercelClient>[0]>().parse(stand.connections.vercel));
const clients = () => drillClients(stand.connections, { stack: stand.project.stack, sqlProbes: [] });
const live = async () => {
  const [list] = vercelLists(client(), [resource]);
  return (await list?.read()) ?? [];
};
const rule = async (): Promise<JsonObject> => jsonObject.parse((await live())[0]?.body);
const findings = async () =>
  compare([resource], await live(), "staging").map((one) => `${one.class} ${one.path ?? ""}`.trim());

async function inverted(run: string) {
  const before = await rule();
  await fire().changeMonitor(monitorPath(id), invertedPart(before, run));
  return monitorPart(before);
}

it("is found by verify, and put back from the journal, once and by its own run only", async () => {
  const body = await inverted("d1");
  expect(await findings()).toEqual(["leftover tags"]);
  const restore = {
    vendor: "vercel" as const,
    what: "a monitor",
    method: "PATCH" as const,
    path: monitorPath(id),
    body,
  };
  expect(await undo(restore, "d2", clients())).toBe(false);
  expect(await undo(restore, "d1", clients())).toBe(true);
  expect(await findings()).toEqual([]);
  expect(await undo(restore, "d1", clients())).toBe(false);
});

it("is put back by its mark where the journal is lost", async () => {
  await inverted("d3");
  const [object] = await live();
  if (object === undefined) throw new Error("the monitor is gone");
  expect(drillMarksOf(object.body)).toEqual(["d3"]);
  const { sentry: _, emulated: __, supabase: ___, ...vendors } = clients();
  const { done, failed } = await restoreMarked(new Map([[resource, object]]), vendors);
  expect([done, failed]).toEqual([[`alert-rule ${id} of tips/5xx-rate`], []]);
  expect(await findings()).toEqual([]);
});

it("is left alone where somebody has deleted it meanwhile", async () => {
  const body = await inverted("d4");
  await stand.call("vercel", "DELETE", inTeam(`${rules}/${id}`));
  const restore = {
    vendor: "vercel" as const,
    what: "a monitor",
    method: "PATCH" as const,
    path: monitorPath(id),
    body,
  };
  expect(await undo(restore, "d4", clients())).toBe(false);
  expect(await findings()).toEqual(["missing"]);
  const answer = await stand.call("vercel", "POST", inTeam(rules), {
    ...resource.body,
    notifications: undefined,
  } as never);
  id = z.object({ rule: z.object({ id: z.string() }) }).parse(answer).rule.id;
});

it("is found changed when a hand raises its threshold, empties its filter, or adds a link that waits for critical alerts", async () => {
  const metrics = { requests: { metric: "vercel.request.count", aggregation: "count" } };
  await stand.call("vercel", "PATCH", inTeam(`${rules}/${id}`), {
    trigger: { type: "threshold", output: "requests", operator: "gt", threshold: 2000 },
    evaluation: { window: "5m", query: { metrics, outputs: ["requests"] } },
  });
  expect(await findings()).toEqual(["changed evaluation.query.metrics.requests.filter", "changed trigger.threshold"]);
});

it("fires on a duration of whatever the project serves, where nobody asks for the path that is meant, and is put back with it", async () => {
  const duration = {
    ...{ metric: "vercel.function_invocation.function_duration_ms", aggregation: "p95" },
    filter: 'requestPath:"/api/upload/init"',
  };
  const slow = {
    evaluation: { window: "5m", query: { metrics: { duration }, outputs: ["duration"] } },
    trigger: { type: "threshold", output: "duration", operator: "gt", threshold: 60_000 },
  };
  await stand.call("vercel", "PATCH", inTeam(`${rules}/${id}`), slow);
  resource = { ...resource, body: { ...resource.body, ...slow } };
  const firing = async () => (await fire().monitorStates(new Date(0))).states.get(id)?.firing ?? false;
  await stand.pass(600);
  expect([await findings(), await firing()]).toEqual([[], false]);
  const body = await inverted("d5");
  await stand.pass(600);
  expect([await findings(), await firing()]).toEqual([["leftover tags"], true]);
  await fire().changeMonitor(monitorPath(id), body);
  await stand.pass(600);
  expect([await findings(), await firing()]).toEqual([[], false]);
});
