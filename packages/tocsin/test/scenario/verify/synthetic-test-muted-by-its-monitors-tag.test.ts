import { z } from "zod";
import type { JsonObject } from "../../../src/model/resource.ts";
import type { Expected } from "./drift.ts";
import { drift } from "./drift.ts";
import type { World } from "./world.ts";

const muted = async (world: World, attributes: JsonObject): Promise<void> => {
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: { type: "downtime", attributes: { scope: "*", ...attributes } },
  });
};

/** Every synthetic test of the stack, muted. */
const everyTest = (world: World): Expected[] =>
  world.resources
    .filter(({ kind }) => kind === "synthetics-test")
    .map((resource) => ({
      ...{ class: "muted", vendor: "datadog", kind: "synthetics-test", path: "downtime" },
      ...{ vendorId: world.idOf(resource), definition: resource.definition },
    }));

for (const tag of ["check_type:api", "check_status:live", "ci_execution_rule:blocking"]) {
  drift(`somebody mutes what carries ${tag}, which Datadog puts on the monitors of tests`, async (world) => {
    await muted(world, { monitor_identifier: { monitor_tags: [tag] } });
    return everyTest(world);
  });
}

drift("somebody mutes the monitors of tests that run at one place", async (world) => {
  const { id, answer } = world.of("cliply-web/readyz", "synthetics-test");
  const monitor = await world.call("datadog", "GET", `/api/v1/monitor/${answer.monitor_id}`);
  const place = z
    .array(z.string())
    .parse(monitor.tags)
    .find((tag) => tag.startsWith("probe_dc:"));
  await muted(world, { monitor_identifier: { monitor_tags: [place ?? "", "tocsin-id:cliply-web/readyz"] } });
  return { class: "muted", vendorId: id, definition: "cliply-web/readyz", path: "downtime" };
});

drift("a mute of tests of another type leaves these alone", async (world) => {
  await muted(world, { monitor_identifier: { monitor_tags: ["check_type:api-ssl"] } });
  return [];
});
