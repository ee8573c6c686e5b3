/** A notification of a synthetic test links to the monitor that the test brings: its id is what somebody has at hand. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { find } from "../../../src/app/import/find.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it("says which test to import in its place", async () => {
  const { id, answer } = world.of("cliply-web/readyz", "synthetics-test");
  const { connections } = world;
  const where = { connections, stack: world.project.stack, secretVariable: null, verbatim: false };
  await expect(find("datadog", String(answer.monitor_id), where)).rejects.toThrow(
    `The monitor ${answer.monitor_id} is part of a synthetic test. Import that: tocsin import datadog ${id}`,
  );
});
