import { v1, v2 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { compiledResources, filled } from "../support/compiled.ts";
import { asMonitor, datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();

test("a monitor is muted by a downtime, found to be muted, and heard again", async () => {
  const [resource] = await compiledResources("monitor");
  if (resource === undefined) throw new Error("no monitor is compiled");
  const body = asMonitor(filled(resource, new Map()));
  const monitor = await new v1.MonitorsApi(datadogSettings(section)).createMonitor({ body });
  const monitorId = Number(monitor.id);
  const api = new v2.DowntimesApi(datadogSettings(section));

  const created = await api.createDowntime({
    body: {
      data: {
        type: "downtime",
        attributes: {
          monitorIdentifier: { monitorId },
          scope: "*",
          message: "maintenance",
          schedule: { start: new Date(Date.now() - 60_000), end: new Date(Date.now() + 3_600_000) },
        },
      },
    },
  });
  expect(foreign(created)).toEqual([]);
  const downtimeId = String(created.data?.id);
  expect(foreign(await api.getDowntime({ downtimeId }))).toEqual([]);
  const listed = await api.listDowntimes({ currentOnly: true });
  expect(foreign(listed)).toEqual([]);
  expect(listed.data?.map(({ id }) => id)).toEqual([downtimeId]);
  const matches = await api.listMonitorDowntimes({ monitorId });
  expect(foreign(matches)).toEqual([]);
  expect(matches.data?.map(({ id }) => id)).toEqual([downtimeId]);

  const changed = await api.updateDowntime({
    downtimeId,
    body: { data: { id: downtimeId, type: "downtime", attributes: { message: "longer maintenance" } } },
  });
  expect(foreign(changed)).toEqual([]);
  expect(changed.data?.attributes?.message).toBe("longer maintenance");
  await api.cancelDowntime({ downtimeId });
  expect((await api.listMonitorDowntimes({ monitorId })).data).toEqual([]);
  await expect(api.getDowntime({ downtimeId: "00000000-0000-0000-0000-000000000000" })).rejects.toMatchObject({
    code: 404,
  });
});
