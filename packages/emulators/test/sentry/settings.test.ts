import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { report, reportErrors } from "./events.ts";

const org = "/organizations/acme";

test("members and integrations can be taken away, once", async () => {
  const world = createWorld();
  for (const path of [`${org}/members/70/`, `${org}/integrations/55/`]) {
    expect((await world.call("sentry", "DELETE", path)).status).toBe(204);
    expect((await world.call("sentry", "DELETE", path)).status).toBe(404);
  }
  expect((await world.call("sentry", "GET", `${org}/members/`)).body).toEqual([]);
  expect((await world.call("sentry", "GET", `${org}/integrations/`)).body).toEqual([]);
});

test("events are counted by project, without those that have none", async () => {
  const world = createWorld();
  await reportErrors(world, 3);
  const ask = async () => {
    const path = `${org}/events/?dataset=errors&statsPeriod=24h&field=project&field=count()`;
    return Object((await world.call("sentry", "GET", path)).body).data;
  };
  expect(await ask()).toEqual([{ project: "web", "count()": 3 }]);
  await report(world, { message: "of another service" }, "worker");
  expect(await ask()).toEqual([
    { project: "web", "count()": 3 },
    { project: "worker", "count()": 1 },
  ]);
});
