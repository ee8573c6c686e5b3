import { client, v1 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { lastBody } from "../support/arrived.ts";
import { compiledResources, filled } from "../support/compiled.ts";
import { asMonitor, datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const monitors = await compiledResources("monitor");
const monitorsApi = () => new v1.MonitorsApi(datadogSettings(section));

test.each(monitors.map((resource) => [resource.name, resource] as const))(
  "%s: the official client validates, creates, reads, changes and deletes it",
  async (_name, resource) => {
    const api = monitorsApi();
    const sent = filled(resource, new Map());
    const body = asMonitor(sent);
    expect(foreign(body)).toEqual([]);

    expect(await api.validateMonitor({ body })).toEqual({});
    const created = await api.createMonitor({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/monitor")).toEqual(sent);
    if (created.id === undefined) throw new Error("the answer has no id");

    const monitorId = created.id;
    const read = await api.getMonitor({ monitorId, groupStates: "all", withDowntimes: true });
    expect(foreign(read)).toEqual([]);
    expect(read).toMatchObject({ name: body.name, message: body.message, query: body.query, overallState: "No Data" });
    expect(await api.validateExistingMonitor({ monitorId, body })).toEqual({});

    const changed = await api.updateMonitor({
      monitorId,
      body: { ...body, message: `${body.message}\nseen`, type: undefined },
    });
    expect(foreign(changed)).toEqual([]);
    expect(changed.message).toBe(`${body.message}\nseen`);
    expect(await api.deleteMonitor({ monitorId })).toMatchObject({ deletedMonitorId: monitorId });
    await expect(api.getMonitor({ monitorId })).rejects.toMatchObject({
      code: 404,
      body: { errors: ["Monitor not found"] },
    });
  },
);

test("all of them together are listed page by page, searched, and refuse to go while something needs them", async () => {
  const api = monitorsApi();
  for (const resource of monitors) await api.createMonitor({ body: asMonitor(filled(resource, new Map())) });

  const listed: v1.Monitor[] = [];
  for await (const monitor of api.listMonitorsWithPagination({ pageSize: 7, monitorTags: "managed-by:tocsin" })) {
    listed.push(monitor);
  }
  expect(listed.map((monitor) => monitor.name).sort()).toEqual(monitors.map(({ body }) => body.name).sort());
  expect(foreign(listed)).toEqual([]);

  const search = await api.searchMonitors({ query: "tag:managed-by:tocsin", perPage: 100 });
  expect(foreign(search)).toEqual([]);
  expect(search.metadata?.totalCount).toBe(monitors.length);

  const ids = listed.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const free = await api.checkCanDeleteMonitor({ monitorIds: ids });
  expect(foreign(free)).toEqual([]);
  expect(free.data.ok).toHaveLength(ids.length);

  const [first, second] = ids;
  await api.createMonitor({
    body: {
      name: "both",
      type: "composite",
      query: `${first} && ${second}`,
      message: "both",
      options: { thresholds: {} },
    },
  });
  const needed = await api.deleteMonitor({ monitorId: first ?? 0 }).catch((error: unknown) => error);
  expect(needed).toBeInstanceOf(client.ApiException);
  expect(needed).toMatchObject({ code: 400 });
});
