import { v1 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { z } from "zod";
import { hidden, lastBody } from "../support/arrived.ts";
import { compiledResources, filled, type Known } from "../support/compiled.ts";
import { asTest, asVariable, datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const variables = await compiledResources("global-variable");
const tests = await compiledResources("synthetics-test");
/** A request as the log of requests shows it. */
const shown = (sent: unknown): unknown =>
  JSON.parse(JSON.stringify(sent), (key, value: unknown) => (key === "Authorization" ? hidden : value));
const secrets = { ADMIN_TOKEN: "an-admin-token", CRON_SECRET: "a-cron-secret" };

test("global variables and the tests that use them live a whole life through the official client", async () => {
  const api = new v1.SyntheticsApi(datadogSettings(section));
  const known: Known = new Map();
  for (const resource of variables) {
    const sent = filled(resource, known, secrets);
    const body = asVariable(sent);
    expect(foreign(body)).toEqual([]);
    const created = await api.createGlobalVariable({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/synthetics/variables")).toEqual({
      ...z.looseObject({}).parse(sent),
      value: { secure: true, value: hidden },
    });
    // A secure value goes in and never comes out.
    expect(JSON.stringify(await api.getGlobalVariable({ variableId: String(created.id) }))).not.toContain("an-admin");
    known.set(`${resource.name}.id`, String(created.id));
  }

  const publicIds: string[] = [];
  for (const resource of tests) {
    const sent = filled(resource, known, secrets);
    const body = asTest(sent);
    expect(foreign(body), resource.name).toEqual([]);
    const created = await api.createSyntheticsAPITest({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/synthetics/tests/api")).toEqual(shown(sent));
    const publicId = String(created.publicId);
    publicIds.push(publicId);

    const read = await api.getAPITest({ publicId });
    expect(foreign(read)).toEqual([]);
    expect(read).toMatchObject({
      name: body.name,
      message: body.message,
      tags: body.tags,
      monitorId: created.monitorId,
    });
    expect(foreign(await api.getTest({ publicId }))).toEqual([]);
    const changed = await api.updateAPITest({ publicId, body: { ...body, message: "another message" } });
    expect(foreign(changed)).toEqual([]);
    expect(changed.message).toBe("another message");
    expect(await api.updateTestPauseStatus({ publicId, body: { newStatus: "paused" } })).toBe(true);
    expect((await api.getAPITest({ publicId })).status).toBe("paused");

    // The monitor that Datadog makes for a test is a monitor like any other.
    const monitor = await new v1.MonitorsApi(datadogSettings(section)).getMonitor({
      monitorId: Number(created.monitorId),
    });
    expect(foreign(monitor)).toEqual([]);
    expect(monitor.type).toBe("synthetics alert");
  }

  const listed = await api.listTests();
  expect(foreign(listed)).toEqual([]);
  expect(listed.tests?.map((one) => one.publicId)).toEqual(publicIds);
  const deleted = await api.deleteTests({ body: { publicIds } });
  expect(deleted.deletedTests?.map((one) => one.publicId)).toEqual(publicIds);
  await expect(api.getAPITest({ publicId: publicIds[0] ?? "" })).rejects.toMatchObject({ code: 404 });

  const all = await api.listGlobalVariables();
  expect(foreign(all)).toEqual([]);
  for (const variable of all.variables ?? []) await api.deleteGlobalVariable({ variableId: String(variable.id) });
  expect((await api.listGlobalVariables()).variables).toEqual([]);
});
