/** Datadog's index shows log lines long after they have arrived: nothing that is well is found for it, and nothing that is not stays hidden. */
import { afterEach, describe, expect, it } from "vitest";
import { statesNow } from "../../../src/app/states-now.ts";
import { runbooksNow } from "../../../src/routines/checks/runbooks-now.ts";
import { whatFires } from "../../../src/routines/order.ts";
import { drainLine, sendBaseline } from "../verify/baseline.ts";
import { startWorld, type World } from "../verify/world.ts";
import { healthyMorning, look, probeSpeaks, turned } from "./morning.ts";

let world: World;
afterEach(() => world.close());

const late = (delaySeconds: number) => world.control("datadog", "PUT", "/indexing", { delaySeconds });

const failing = () =>
  world.call(
    "datadog",
    "POST",
    "/api/v2/logs",
    Array.from({ length: 40 }, () =>
      drainLine("cliply-web", {
        path: "/api/upload/init",
        requestId: crypto.randomUUID(),
        statusCode: 500,
        proxy: { method: "POST", path: "/api/upload/init", statusCode: 500 },
      }),
    ),
  );

describe("verify", () => {
  it.each([90, 300])("finds nothing on a stack whose lines are found %i s late", async (delaySeconds) => {
    world = await startWorld({ lives: true });
    await late(delaySeconds);
    await world.pass(11);
    const { complete, findings, pending } = await world.verify();
    expect([complete, findings, pending]).toEqual([true, [], []]);
  });

  it("finds the one service whose lines have stopped, and no other", async () => {
    world = await startWorld();
    await late(300);
    await world.pass(11);
    await sendBaseline(world, ["cliply-web"]);
    await world.pass(6);
    expect(await world.onlyFinding()).toMatchObject({
      class: "stale-signal",
      kind: "log-source",
      path: "source:vercel @environment:production service:cliply-web",
    });
  });
});

describe("daily", () => {
  it("is calm while lines are late and all is well, and tells of a spike with the first look after it is found", async () => {
    world = await healthyMorning();
    await late(90);
    await world.pass(5);
    await probeSpeaks(world);
    expect(turned(await look(world, "daily"))).toEqual([]);
    await failing();
    await world.pass(2);
    await probeSpeaks(world);
    expect(turned(await look(world, "daily"))).toEqual(["server-errors critical"]);
  });
});

describe("check", () => {
  const firing = async () => {
    const states = () => statesNow(world.project, world.connections);
    const { complete, lines } = await look(world, { name: whatFires, page: null, checks: [runbooksNow(states)] });
    expect(complete).toBe(true);
    const told = lines.flatMap(({ details = [] }) =>
      details.flatMap((line) => /^\w+ (.+): firing/.exec(line)?.[1] ?? []),
    );
    // Asked with a token that this world's app does not know.
    return told.filter((title) => title !== "Admin health check fails");
  };

  it("tells of nothing while lines are late and all is well, and of the alert once Datadog has found them", async () => {
    world = await startWorld({ lives: true });
    await late(90);
    await world.pass(11);
    expect(await firing()).toEqual([]);
    await failing();
    await world.pass(3);
    expect(await firing()).toEqual(["High 5xx rate"]);
  });
});
