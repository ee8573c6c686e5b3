import { afterEach, expect, it } from "vitest";
import { statesNow } from "../../../src/app/states-now.ts";
import { firingLines } from "../../../src/routines/checks/runbooks-now.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import type { World } from "../verify/world.ts";
import { healthyMorning } from "./morning.ts";

/* A muted page is why nothing arrives: `tocsin check` names it, whoever muted it and however. */

let world: World;
afterEach(() => world.close());

const mute = (attributes: object) =>
  world.call("datadog", "POST", "/api/v2/downtime", {
    data: { type: "downtime", attributes: { scope: "*", ...attributes } },
  });

const linesNow = async () => {
  const { project, connections, resources } = world;
  const known = await statesNow({ ...project, resources: [...resources] }, connections);
  return firingLines(project.definitions, "local", known);
};

it("names what downtimes and a monitor's own silence mute, until the last of them ends", async () => {
  world = await healthyMorning();
  const idOf = (name: string) => Number(world.of(name, "monitor").id);
  const until = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z/, "Z");
  for (const hours of [1, 3])
    await mute({
      monitor_identifier: { monitor_id: idOf("database/disk") },
      schedule: { end: until(hours) },
    });
  await mute({ monitor_identifier: { monitor_id: idOf("database/high-cpu") } });
  const { answer, id } = world.of("database/slow-queries", "monitor");
  const silenced = { "*": Math.floor(Date.parse(until(2)) / 1000) };
  const options = { ...jsonObject.parse(answer.options), silenced };
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { options });
  const [line] = (await linesNow()).filter(({ title }) => title === "Muted");
  const end = (hours: number) => `until ${until(hours).slice(0, 16).replace("T", " ")} UTC`;
  expect(line?.details).toEqual([
    `database/disk ${end(3)}`,
    "database/high-cpu without an end",
    `database/slow-queries ${end(2)}`,
  ]);
  expect(line?.verdict).toBe("ok");
});

it("does not say that nothing is muted where the downtimes could not be read", async () => {
  world = await healthyMorning();
  world.context.faults.add({
    vendor: "datadog",
    match: { path: "/downtime" },
    status: 403,
    body: { errors: ["Forbidden"] },
  });
  const found = (await linesNow()).filter(({ value }) => value.startsWith("What is muted: "));
  expect(found.map(({ title, verdict }) => [title, verdict])).toEqual([["Not read", "unknown"]]);
});
