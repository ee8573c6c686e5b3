import { expect, it } from "vitest";
import { onCallSchema } from "../../../src/model/on-call.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compileOnCall } from "../../../src/vendors/datadog/on-call.ts";
import { startWorld } from "./world.ts";

const root = new URL("../../../../..", import.meta.url).pathname;
const team = "5f48616e-52b1-4126-a255-0bd9f4820dc1";

it("who is paged is compared with the code: a step that somebody changed, rules that are gone, a team that is gone", async () => {
  const project = await loadProject(root, "local");
  const { stack } = project;
  const onCall = onCallSchema.parse({
    ...{ id: "on-call/shop", title: "Shop", owner: "founder", destination: "duty", again: 1 },
    steps: [
      { people: ["founder"], after: 900 },
      { people: ["second"], after: 900 },
    ],
    hours: { on: ["monday"], from: "08:00", to: "20:00", timezone: "Europe/Madrid" },
  });
  const people = {
    founder: { mail: "founder@example.com", sentryUser: "1", datadogUser: "u-founder" },
    second: { mail: "second@example.com", sentryUser: "2", datadogUser: "u-second" },
  };
  const duty = { kind: "datadog-on-call" as const, team: "shop", id: team, test: true };
  const resources = [
    ...project.resources,
    ...compileOnCall(onCall, { ...stack, people: { ...stack.people, ...people }, destinations: { duty } }),
  ];
  const world = await startWorld({ project: { ...project, resources } });
  try {
    const before = await world.verify();
    expect([before.complete, before.findings]).toEqual([true, []]);

    const { id, resource } = world.of("on-call/shop", "on-call-policy");
    const steps = [{ assignment: "default", escalate_after_seconds: 3600, targets: [{ type: "users", id: "u-eve" }] }];
    const attributes = { ...resource.body, steps };
    const relationships = { teams: { data: [{ type: "teams", id: team }] } };
    const path = `/api/v2/on-call/escalation-policies/${id}`;
    await world.call("datadog", "PUT", path, { data: { type: "policies", id, attributes, relationships } });
    const changed = await world.verify();
    expect(changed.findings.map((one) => [one.class, one.kind, one.definition, one.path])).toEqual([
      ["changed", "on-call-policy", "on-call/shop", "steps.0.escalate_after_seconds"],
      ["changed", "on-call-policy", "on-call/shop", "steps.0.targets.0.id"],
      ["changed", "on-call-policy", "on-call/shop", "steps.1"],
    ]);

    const rules = `/api/v2/on-call/teams/${team}/routing-rules`;
    await world.call("datadog", "PUT", rules, {
      data: { type: "team_routing_rules", id: team, attributes: { rules: [] } },
    });
    const gone = await world.verify();
    expect(gone.findings.map((one) => [one.class, one.kind, one.definition])).toEqual([
      ["missing", "on-call-policy", "on-call/shop"],
      ["missing", "on-call-routing", "on-call/shop"],
    ]);

    world.context.accounts.datadog.teams.length = 0;
    const nobody = await world.verify();
    expect(nobody.findings.map((one) => [one.class, one.kind, one.message])).toContainEqual([
      "broken-route",
      "on-call-routing",
      `Datadog On-Call has no team ${team}: nobody is paged there.`,
    ]);
  } finally {
    await world.close();
  }
});
