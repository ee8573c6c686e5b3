import { v1 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import type { Json } from "../../../src/model/resource.ts";
import { lastBody } from "../support/arrived.ts";
import { compiledResources, filled } from "../support/compiled.ts";
import { asDashboard, asMonitor, asObjective, asTest, datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const dashboards = await compiledResources("dashboard");
const objectives = await compiledResources("slo");
const watching = await compiledResources("monitor", "synthetics-test");

test.each(dashboards.map((resource) => [resource.name, resource] as const))(
  "%s: the official client knows every widget in it, and it lives a whole life",
  async (_, resource) => {
    const api = new v1.DashboardsApi(datadogSettings(section));
    const sent = filled(resource, new Map());
    const body = asDashboard(sent);
    expect(foreign(body)).toEqual([]);
    const created = await api.createDashboard({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/dashboard")).toEqual(sent);
    const dashboardId = String(created.id);
    const read = await api.getDashboard({ dashboardId });
    expect(read.widgets?.map(({ definition }) => ("type" in definition ? definition.type : null))).toEqual(
      body.widgets.map(() => "group"),
    );
    expect((await api.listDashboards()).dashboards?.map(({ id }) => id)).toEqual([dashboardId]);
    await api.deleteDashboard({ dashboardId });
  },
);

test("objectives of every type are taken as they are compiled, over the monitors that they name", async () => {
  const settings = datadogSettings(section);
  const api = new v1.ServiceLevelObjectivesApi(settings);
  const known = new Map<string, Json>([["cliply-web/admin-readyz/synthetics-test.id", "x"]]);
  for (const { refs } of objectives) {
    for (const { resource: name, property } of refs) {
      const resource = watching.find((one) => one.name === name);
      if (resource === undefined) throw new Error(`no resource is called ${name}`);
      const monitorId =
        resource.kind === "monitor"
          ? (await new v1.MonitorsApi(settings).createMonitor({ body: asMonitor(filled(resource, known)) })).id
          : (
              await new v1.SyntheticsApi(settings).createSyntheticsAPITest({
                body: asTest(filled(resource, known, { ADMIN_TOKEN: "x" })),
              })
            ).monitorId;
      known.set(`${name}.${property}`, Number(monitorId));
    }
  }
  for (const resource of objectives) {
    const sent = filled(resource, known);
    const body = asObjective(sent);
    expect(foreign(body)).toEqual([]);
    const created = await api.createSLO({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/slo")).toEqual(sent);
    const sloId = String(created.data?.[0]?.id);
    expect((await api.getSLO({ sloId })).data).toMatchObject({ type: body.type, tags: body.tags });
  }
  expect(new Set(objectives.map(({ body }) => body.type))).toEqual(new Set(["monitor", "metric", "time_slice"]));
});
