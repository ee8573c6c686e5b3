import { expect, it } from "vitest";
import type { JsonObject } from "../../../src/model/resource.ts";
import { startWorld, type World } from "./world.ts";

/*
 * Thirty mutes that silence an alert of the stack and thirty that do not, all at once: verify tells the first, each for its own alert,
 * and none of the others. What a scope means, term by term: `vendors/datadog/scope`.
 */

/** Of a monitor with the tags `env:local`, `service:S` and `tocsin-id:ID`; the scope, or the downtime's other attributes. */
type Mute = (tags: { service: string; id: string }) => string | JsonObject;

const silencing: Mute[] = [
  () => "*",
  () => "env:local",
  () => "ENV:Local",
  () => "env:loc*",
  () => "env:*",
  () => "env:local OR env:qa",
  () => "env:qa OR env:local",
  () => "env:(local OR qa)",
  () => "env IN (local, qa)",
  () => "env IN (qa,local)",
  () => "env NOT IN (prod,qa)",
  () => "NOT env:prod",
  () => "-env:prod",
  () => "!env:prod",
  () => "NOT (env:prod OR env:qa)",
  () => "NOT env:(prod OR qa)",
  ({ service }) => `env:local,service:${service}`,
  ({ service }) => `env:local AND service:${service}`,
  ({ service }) => `service:${service},env:local`,
  ({ service }) => `(env:qa OR env:local) AND service:${service}`,
  ({ service }) => `service:${service}`,
  ({ service }) => `service:${service.slice(0, 3)}*`,
  ({ service }) => `service IN (${service}, other)`,
  ({ service }) => `NOT service:other-than-${service}`,
  ({ id }) => `tocsin-id:${id}`,
  ({ id }) => `tocsin-id:${id} AND NOT env:prod`,
  ({ id }) => ({ scope: "*", monitor_identifier: { monitor_tags: [`tocsin-id:${id}`] } }),
  ({ id }) => ({ scope: "*", monitor_identifier: { monitor_tags: ["env:local", `tocsin-id:${id}`] } }),
  ({ id }) => ({ scope: "env:local", monitor_identifier: { monitor_tags: ["managed-by:tocsin", `tocsin-id:${id}`] } }),
  () => ({ scope: "*", schedule: { start: null, end: new Date(Date.now() + 86_400_000).toISOString() } }),
];

const sparing: Mute[] = [
  () => "env:prod",
  () => "env:staging",
  () => "env:staging OR env:qa",
  () => "env:(staging OR qa)",
  () => "env IN (staging, qa)",
  () => "env NOT IN (local)",
  () => "env NOT IN (local, qa)",
  () => "NOT env:local",
  () => "-env:local",
  () => "!env:local",
  () => "NOT (env:prod OR env:local)",
  () => "NOT env IN (local, qa)",
  () => "NOT env:(local OR qa)",
  () => "NOT *",
  () => "env:prod*",
  () => "env:*prod",
  () => "env:local AND service:nobody",
  () => "env:local,service:nobody",
  () => "service:nobody,env:local",
  () => "(env:prod OR env:qa) AND service:*",
  () => "service:nobody",
  () => "service:nobody*",
  () => "service IN (nobody, none)",
  ({ service }) => `NOT service:${service}`,
  ({ service }) => `env:local AND NOT service:${service}`,
  ({ id }) => `tocsin-id:${id}-not AND env:local`,
  () => ({ scope: "*", monitor_identifier: { monitor_tags: ["env:staging"] } }),
  ({ id }) => ({ scope: "*", monitor_identifier: { monitor_tags: ["env:staging", `tocsin-id:${id}`] } }),
  () => ({ scope: "env:prod", monitor_identifier: { monitor_tags: ["env:local"] } }),
  () => ({ scope: "*", schedule: { start: new Date(Date.now() + 3_600_000).toISOString(), end: null } }),
];

interface Monitor {
  id: string;
  definition: string;
  tags: string[];
}

function at(monitors: readonly Monitor[], n: number): Monitor {
  const found = monitors[n];
  if (found === undefined) throw new Error(`the stack has no ${n + 1} monitors`);
  return found;
}

async function mute(world: World, monitor: Monitor, how: Mute) {
  const value = (key: string) => monitor.tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1) ?? "";
  const given = how({ service: value("service"), id: monitor.definition });
  const attributes = {
    monitor_identifier: { monitor_id: Number(monitor.id) },
    ...(typeof given === "string" ? { scope: given } : given),
  };
  await world.call("datadog", "POST", "/api/v2/downtime", { data: { type: "downtime", attributes } });
}

it("of sixty mutes, thirty silence an alert and thirty do not", async () => {
  expect([silencing.length, sparing.length]).toEqual([30, 30]);
  const world = await startWorld();
  try {
    const monitors = world.resources
      .filter(({ kind, definition }) => kind === "monitor" && definition !== null)
      .map((resource) => ({
        ...{ id: world.idOf(resource), definition: String(resource.definition) },
        tags: (Array.isArray(resource.body.tags) ? resource.body.tags : []).map(String),
      }));
    const [muted, spared] = [monitors.slice(0, 30), monitors.slice(30)];
    expect(spared.length).toBeGreaterThan(10);
    for (const [n, how] of silencing.entries()) await mute(world, at(muted, n), how);
    for (const [n, how] of sparing.entries()) await mute(world, at(spared, n % spared.length), how);
    const report = await world.verify();
    expect(report.complete).toBe(true);
    expect(report.findings.map(({ class: named, path, definition }) => [named, path, definition]).sort()).toEqual(
      muted.map(({ definition }) => ["muted", "downtime", definition]).sort(),
    );
  } finally {
    await world.close();
  }
});
