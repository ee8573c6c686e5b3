import { expect, test } from "vitest";
import { createControl } from "../../src/control.ts";
import { createWorld } from "../world.ts";

function start() {
  const { context, vendors } = createWorld();
  const control = createControl({ context, vendors, shutdown: () => {} });
  const headers = { authorization: `Bearer ${context.tokens.control.token}`, "content-type": "application/json" };
  const steer = (method: string, body?: unknown) =>
    control.request("/status-pages/incidents", {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async (page: string, own: Record<string, string> = headers) =>
    context.apps.get("status-pages")?.request(`/${page}/api/v2/summary.json`, { headers: own });
  const summary = async (page: string): Promise<unknown> => (await read(page))?.json();
  return { context, steer, read, summary };
}

test("a page tells that all is well, to whoever has the credential", async () => {
  const { read, summary } = start();
  expect(await summary("datadog")).toMatchObject({
    status: { indicator: "none", description: "All Systems Operational" },
    ...{ components: [], incidents: [], scheduled_maintenances: [] },
  });
  expect((await read("datadog", {}))?.status).toBe(401);
  expect((await read("github"))?.status).toBe(404);
});

test("an incident is on its own page alone, the worst one names the page's state, and maintenance stands apart", async () => {
  const { steer, summary } = start();
  await steer("POST", { page: "datadog", impact: "minor", name: "Late logs", component: "Log Management" });
  const made = await steer("POST", { page: "datadog", impact: "critical" });
  expect(made.status).toBe(201);
  await steer("POST", { page: "datadog", impact: "maintenance", name: "Move" });
  expect(await summary("datadog")).toMatchObject({
    status: { indicator: "critical", description: "Major System Outage" },
    components: [
      { name: "Log Management", status: "degraded_performance" },
      { name: "API", status: "major_outage" },
      { name: "API", status: "under_maintenance" },
    ],
    incidents: [
      { name: "Late logs", impact: "minor", status: "investigating", components: [{ name: "Log Management" }] },
      { name: "Elevated error rates", impact: "critical", status: "investigating" },
    ],
    scheduled_maintenances: [{ name: "Move", impact: "maintenance", status: "in_progress" }],
  });
  expect(await summary("stripe")).toMatchObject({ status: { indicator: "none" }, incidents: [] });
  expect((await steer("DELETE")).status).toBe(204);
  expect(await summary("datadog")).toMatchObject({ status: { indicator: "none" }, incidents: [] });
});

test.each([{ page: "github" }, { page: "stripe", impact: "huge" }, { page: "stripe", name: "" }, null])(
  "%j is refused",
  async (body) => {
    const { steer } = start();
    expect((await steer("POST", body)).status).toBe(400);
    expect(await (await steer("GET")).json()).toEqual([]);
  },
);
