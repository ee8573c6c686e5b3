import { appCalls } from "../../../src/app/routine.ts";
import type { Definition } from "../../../src/model/definition.ts";
import type { RoutineReport } from "../../../src/routines/report.ts";
import { daily, weekly } from "../../../src/routines/routines.ts";
import { type Routine, runRoutine } from "../../../src/routines/run.ts";
import { allClients } from "../../../src/vendors/clients.ts";
import type { DrillTime } from "../../../src/vendors/drill-traces.ts";
import { vendorNames } from "../../../src/vendors/index.ts";
import { startWorld, type World } from "../verify/world.ts";

/** A number as the deployed probe sends it. */
export async function probeSays(world: World, metric: string, value: number, tags: string[] = [], agoSeconds = 1) {
  const timestamp = Math.floor(Date.now() / 1000) - agoSeconds;
  const series = [{ metric, type: 3, points: [{ timestamp, value }], tags: ["env:local", ...tags] }];
  await world.call("datadog", "POST", "/api/v2/series", { series });
}

/** The local stack's vendors with the half hour that a healthy app has had, and a probe that finds nothing. */
export async function healthyMorning(): Promise<World> {
  const world = await startWorld({ lives: true });
  await probeSpeaks(world);
  return world;
}

/** A run of the probe that finds all well. */
export async function probeSpeaks(world: World): Promise<void> {
  for (const kind of ["PUBLISH_YOUTUBE", "TRANSCRIBE"]) {
    await probeSays(world, "cliply.probe.jobs.failure_rate_pct", 1, [`kind:${kind}`]);
    await probeSays(world, "cliply.probe.jobs.failure_rate_7d_pct", 1, [`kind:${kind}`]);
  }
  for (const { id, metric, tags } of world.project.sqlProbes.filter(({ id }) => !id.startsWith("jobs-failure")))
    for (const tag of tags.length === 0 ? [[]] : [["kind:PUBLISH_YOUTUBE"], ["kind:TRANSCRIBE"]])
      await probeSays(world, metric, id === "photos-orphaned" ? 4 : 0, tag);
  await probeSays(world, "tocsin.probe.db.table_bytes", 2 ** 30, ["table:audit"]);
}

export function look(
  world: World,
  name: "daily" | "weekly" | Routine,
  limits = {},
  definitions: readonly Definition[] = world.project.definitions,
  drills: readonly DrillTime[] = [],
): Promise<RoutineReport> {
  const { stack } = world.project;
  const { adminToken } = world.context.tokens.app;
  const app = appCalls({ TOCSIN_SECRET_ADMIN_TOKEN: adminToken }, world.context.urls.get("app") ?? null);
  const sources = {
    stack,
    definitions,
    sqlProbes: world.project.sqlProbes,
    resources: world.resources,
    ...allClients(world.connections, vendorNames, limits),
    ...{ app, drills },
  };
  const routine = name === "daily" ? daily : name === "weekly" ? weekly : name;
  return runRoutine(routine, sources, () => new Date());
}

/** What is not fine: `check verdict`, each once. */
export const turned = ({ lines }: RoutineReport): string[] =>
  [
    ...new Set(lines.filter(({ verdict }) => verdict !== "ok").map(({ check, verdict }) => `${check} ${verdict}`)),
  ].sort();
