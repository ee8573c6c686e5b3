/**
 * A proxy answers 504 to a creation that the vendor has carried out: no run was killed, and the state knows nothing of it. The next
 * run finds the resource by its mark and goes on with it, in place of a twin or of a refusal for ever.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { settleInterrupted } from "../../../src/app/settle-stack.ts";
import type { Resource, ResourceKind } from "../../../src/model/resource.ts";
import { kinds } from "../../../src/vendors/kinds.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
let imported: Map<string, string>;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  imported = new Map();
});
afterAll(() => world.close());

/** Settles a stack whose state knows everything but what `lost` names; so many imports of it do nothing. */
function settle(lost: (resource: Resource) => boolean, { idle = 0 } = {}): Promise<string | null> {
  const held = world.resources.filter((resource) => !lost(resource));
  let imports = 0;
  const engine = {
    restored: false,
    interrupted: async () => ({
      creations: [],
      changes: [],
      known: new Map(held.map((one) => [one.name, engineIdOf(one)])),
    }),
    settle: async () => {
      throw new Error("nothing was pending");
    },
    importInto: async (ids: ReadonlyMap<string, string>) => {
      imports += 1;
      if (imports > idle) for (const [name, id] of ids) imported.set(name, id);
    },
    known: async () => imported,
  };
  return settleInterrupted(engine, world.resources, world.connections);
}

/** How the next run finds what was created though the answer was lost; of what it does not look for, why that does no harm. */
const howFound: Readonly<Partial<Record<ResourceKind, string>>> = {
  monitor: "by its mark",
  "synthetics-test": "by its mark",
  "global-variable": "by its name and the tags of its stack",
  "logs-pipeline": "by its mark",
  dashboard: "by its mark",
  slo: "by its mark",
  downtime: "by its mark",
  "slack-channel": "by account and name, where its settings are ours",
  "environment-variable": "by its comment",
  project: "by its name, while nothing is deployed in it",
  "alert-rule": "our plugin looks for its mark before it creates",
  detector: "our plugin looks for its mark before it creates",
  workflow: "our plugin looks for its mark before it creates",
  "webhook-endpoint": "our plugin looks for its mark before it creates",
  "event-destination": "our plugin looks for its mark before it creates",
  "project-crons": "not: it is a switch, set to the same again",
  "on-call-routing": "not: it replaces the team's rules as a whole, by the same again",
  "on-call-policy": "not: no list has it before the team's rules name it, and without them it pages nobody",
  deployment: "not: the next one takes its place",
};
const isFoundBySettling = (kind: ResourceKind) => howFound[kind]?.startsWith("by ") === true;

it("is known of every kind", () => {
  expect(Object.keys(howFound).sort()).toEqual(Object.keys(kinds).sort());
});

it("finds what was created though its answer was lost, of every kind of the stack, and takes nothing else", async () => {
  const nothing = new Set<string>();
  for (const kind of new Set(world.resources.map((one) => one.kind))) {
    const lost = world.resources.find((one) => one.kind === kind);
    const isThere = isFoundBySettling(kind) && kind !== "project";
    imported.clear();
    const said = await settle((resource) => resource === lost);
    if (said === null) nothing.add(kind);
    expect([kind, [...imported]]).toEqual([kind, isThere && lost ? [[lost.name, engineIdOf(lost)]] : []]);
  }
  expect(nothing).not.toContain("monitor");
  expect(nothing).toContain("deployment");
});

it("takes the probe's project while nothing was ever deployed in it", async () => {
  const { resource, id } = world.one("project");
  const all = await world.call("vercel", "GET", `/v6/deployments?projectId=${id}&teamId=team_acme`);
  for (const { uid } of z.array(z.object({ uid: z.string() })).parse(all.deployments))
    await world.call("vercel", "DELETE", `/v13/deployments/${uid}?teamId=team_acme`);
  // What refers to it was not created either.
  await settle(({ definition }) => definition === resource.definition);
  expect(imported.get(resource.name)).toBe(id);
});

it("takes what holds a value of something that is not known: it can be read, and the update fills the value in", async () => {
  const endpoint = world.one("webhook-endpoint").resource;
  const its = world.resources.filter(({ refs }) => refs.some((ref) => ref.resource === endpoint.name));
  expect(its.map(({ kind }) => kind)).toEqual(["environment-variable"]);
  expect(await settle((one) => one === endpoint || its.includes(one))).toContain("1 was found");
  expect([...imported]).toEqual(its.map((one) => [one.name, engineIdOf(one)]));
});

it("leaves what lies in something that it does not find: no plugin could read it without that one's id", async () => {
  const { resource } = world.one("project");
  const its = world.resources.filter(({ refs }) => refs.some((ref) => ref.resource === resource.name));
  expect(its.map(({ kind }) => kind)).toContain("environment-variable");
  // Somebody has deployed in it meanwhile, so it is not taken for the one that a run has made.
  await world.deploy(world.idOf(resource));
  expect(await settle((one) => one === resource || its.includes(one))).toBeNull();
  expect([...imported]).toEqual([]);
});

it("finds nothing in a project that a hand has deleted, which is no failure to read", async () => {
  const { resource } = world.one("project");
  const its = world.resources.filter(({ refs }) => refs.some((ref) => ref.resource === resource.name));
  const variable = its.find(({ kind }) => kind === "environment-variable");
  await world.call("vercel", "DELETE", `/v9/projects/${world.idOf(resource)}?teamId=team_acme`);
  expect(await settle((one) => one === variable)).toBeNull();
  expect([...imported]).toEqual([]);
});

it("imports again what the state does not hold afterwards, and gives up after the third time", async () => {
  const { resource, id } = world.one("slo");
  const lost = (one: Resource) => one === resource;
  expect(await settle(lost, { idle: 2 })).toContain("1 was found");
  expect([...imported]).toEqual([[resource.name, id]]);

  imported.clear();
  await expect(settle(lost, { idle: 3 })).rejects.toMatchObject({
    exitCode: 3,
    message: `What an interrupted run created could not be imported: ${resource.name}. Nothing was changed at the vendors. Run the command again.`,
  });
});

it("leaves a channel that somebody has set up otherwise", async () => {
  const { id } = world.one("slack-channel");
  const path = `/api/v1/integration/slack/configuration/accounts/acme/channels/${encodeURIComponent(id)}`;
  await world.call("datadog", "PATCH", path, { display: { snapshot: false } });
  expect(await settle(({ kind }) => kind === "slack-channel")).toBeNull();
  expect([...imported]).toEqual([]);
});

/** The engine names a channel with its account. */
const engineIdOf = (resource: Resource): string =>
  resource.kind === "slack-channel" ? `acme:${world.idOf(resource)}` : world.idOf(resource);

it("asks nobody where the state knows everything", async () => {
  world.context.requests.clear();
  expect(await settle(() => false)).toBeNull();
  expect(world.context.requests.list()).toEqual([]);
});
