import { expect, it } from "vitest";
import { maintenanceSchema } from "../../../src/model/maintenance.ts";
import { loadDefinitions } from "../../../src/project/definitions.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compileMaintenance } from "../../../src/vendors/datadog/maintenance.ts";
import { startWorld } from "./world.ts";

const root = new URL("../../../../..", import.meta.url).pathname;
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

it("a maintenance window is on: its alerts are silent on purpose, and what is done to it by hand is drift", async () => {
  const [project, { definitions }] = await Promise.all([loadProject(root, "local"), loadDefinitions(root)]);
  const hour = new Date().getUTCHours().toString().padStart(2, "0");
  const window = maintenanceSchema.parse({
    ...{ id: "maintenance/disk", title: "Disk", owner: "founder", reason: "it is enlarged every day" },
    ...{ silences: { alerts: ["database/disk"] }, every: "day", since: day(-7), from: `${hour}:00` },
    ...{ duration: 7200, timezone: "UTC" },
  });
  expect(definitions.map(({ id }) => id)).toContain("database/disk");
  const resources = [...project.resources, ...compileMaintenance(window, project.stack)];
  const world = await startWorld({ project: { ...project, resources } });
  try {
    const before = await world.verify();
    expect([before.complete, before.findings]).toEqual([true, []]);
    expect(before.mutes).toMatchObject([
      { definition: "database/disk", reason: "maintenance/disk: Disk: it is enlarged every day" },
    ]);

    const { id, resource } = world.of("maintenance/disk", "downtime");
    const longer = { recurrences: [{ duration: "1d", rrule: "FREQ=DAILY;INTERVAL=1", start: `${day(-7)}T00:00:00` }] };
    const attributes = { schedule: { ...longer, timezone: "UTC" } };
    await world.call("datadog", "PATCH", `/api/v2/downtime/${id}`, { data: { type: "downtime", id, attributes } });
    const { findings } = await world.verify();
    expect(
      findings.map(({ class: named, kind, definition, path, actual }) => [named, kind, definition, path, actual]),
    ).toEqual(
      expect.arrayContaining([["changed", "downtime", "maintenance/disk", "schedule.recurrences.0.duration", "1d"]]),
    );
    expect(findings.every((one) => one.class === "changed")).toBe(true);

    await world.call("datadog", "DELETE", `/api/v2/downtime/${id}`);
    expect(await world.onlyFinding()).toMatchObject({ class: "missing", definition: resource.definition });
  } finally {
    await world.close();
  }
});
