import { v1 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();

async function newMonitor(): Promise<number> {
  const created = await new v1.MonitorsApi(datadogSettings(section)).createMonitor({
    body: { name: "cpu", type: "query alert", query: "avg(last_5m):avg:system.cpu.user{*} > 90", message: "hot" },
  });
  return Number(created.id);
}

test("objectives over a monitor and over a metric live a whole life through the official client", async () => {
  const api = new v1.ServiceLevelObjectivesApi(datadogSettings(section));
  const bodies: v1.ServiceLevelObjectiveRequest[] = [
    {
      name: "up",
      type: "monitor",
      monitorIds: [await newMonitor()],
      thresholds: [{ timeframe: "30d", target: 99.5, warning: 99.9 }],
      tags: ["managed-by:tocsin"],
    },
    {
      name: "good answers",
      type: "metric",
      query: { numerator: "sum:web.ok{*}.as_count()", denominator: "sum:web.all{*}.as_count()" },
      thresholds: [{ timeframe: "7d", target: 99 }],
    },
  ];
  for (const body of bodies) {
    const created = await api.createSLO({ body });
    expect(foreign(created)).toEqual([]);
    const slo = created.data?.[0];
    const sloId = String(slo?.id);
    const read = await api.getSLO({ sloId });
    expect(foreign(read)).toEqual([]);
    expect(read.data).toMatchObject({ name: body.name, type: body.type });
    const changed = await api.updateSLO({
      sloId,
      body: { id: sloId, ...body, name: "renamed", thresholds: [{ timeframe: "30d", target: 98 }] },
    });
    expect(foreign(changed)).toEqual([]);
    expect(changed.data?.[0]?.name).toBe("renamed");
    const now = Math.floor(Date.now() / 1000);
    const history = await api.getSLOHistory({ sloId, fromTs: now - 3600, toTs: now, target: 95 });
    expect(foreign(history)).toEqual([]);
    expect(history.data).toMatchObject({ type: body.type, overall: { errorBudgetRemaining: { custom: 100 } } });
  }
  const listed = await api.listSLOs();
  expect(foreign(listed)).toEqual([]);
  expect(listed.data).toHaveLength(2);
  for (const { id } of listed.data ?? []) expect((await api.deleteSLO({ sloId: String(id) })).data).toEqual([id]);
  expect((await api.listSLOs()).data).toEqual([]);

  const unknown = { ...bodies[0], name: "up", type: "monitor" as const, monitorIds: [1], thresholds: [] };
  await expect(api.createSLO({ body: unknown })).rejects.toMatchObject({ code: 400 });
  await expect(api.getSLO({ sloId: "0123456789abcdef0123456789abcdef" })).rejects.toMatchObject({ code: 404 });
});

test("a dashboard lives a whole life through the official client", async () => {
  const api = new v1.DashboardsApi(datadogSettings(section));
  const body: v1.Dashboard = {
    title: "Everything",
    layoutType: "ordered",
    widgets: [
      { definition: { type: "note", content: "What to look at first" } },
      { definition: { type: "timeseries", requests: [{ q: "avg:system.cpu.user{*}" }] } },
    ],
  };
  const created = await api.createDashboard({ body });
  expect(foreign(created)).toEqual([]);
  const dashboardId = String(created.id);
  const read = await api.getDashboard({ dashboardId });
  expect(foreign(read)).toEqual([]);
  expect(read.widgets).toMatchObject([{ definition: { type: "note" } }, { definition: { type: "timeseries" } }]);
  expect((await api.updateDashboard({ dashboardId, body: { ...body, title: "All" } })).title).toBe("All");
  const listed = await api.listDashboards();
  expect(foreign(listed)).toEqual([]);
  expect(listed.dashboards?.map(({ title }) => title)).toEqual(["All"]);
  expect(await api.deleteDashboard({ dashboardId })).toMatchObject({ deletedDashboardId: dashboardId });
  await expect(api.getDashboard({ dashboardId })).rejects.toMatchObject({ code: 404 });
});
