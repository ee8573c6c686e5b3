import { afterEach, expect, it } from "vitest";
import { statesNow } from "../../../src/app/states-now.ts";
import { firingLines } from "../../../src/routines/checks/runbooks-now.ts";
import type { World } from "../verify/world.ts";
import { healthyMorning } from "./morning.ts";

let world: World;
afterEach(() => world.close());

it("does not say of the alerts of a vendor that is down that none fires", async () => {
  world = await healthyMorning();
  await world.stop("datadog");
  const { project, connections } = world;
  const known = await statesNow(project, connections);
  const atDatadog = project.resources.filter(({ vendor, kind }) => vendor === "datadog" && kind === "monitor");
  for (const { definition } of atDatadog) expect(known.blind).toContain(definition);
  const atSentry = project.resources.filter(({ vendor }) => vendor === "sentry").map(({ definition }) => definition);
  for (const id of known.blind) expect(atSentry).not.toContain(id);
  const lines = firingLines(project.definitions, "local", known);
  const page = lines.find(({ title }) => title === "database-load");
  expect([page?.value, page?.verdict]).toEqual(["14 alerts, 9 not read, none of the others firing", "unknown"]);
});
