import { expect, test } from "vitest";
import { callSentry, createAll, pathsOf } from "../support/sentry.ts";
import { emulators } from "../support/vendors.ts";
import { faultsOf } from "./schema/index.ts";

const section = emulators();

test("every compiled monitor and alert, and what the emulated Sentry answers to it, fits the schema", async () => {
  const all = await createAll(section, (resource, sent, answer) => {
    const { create } = pathsOf(resource);
    expect(faultsOf("request", "POST", create, sent), resource.name).toEqual([]);
    expect(answer.status).toBe(201);
    expect(faultsOf("response", "POST", create, answer.body), resource.name).toEqual([]);
  });
  expect(all.length).toBeGreaterThan(8);

  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await callSentry(section, method, path, body);
    expect(faultsOf("response", method, path, answer.body), `${method} ${path}`).toEqual([]);
    return answer;
  };
  for (const { resource, sent, id } of all) {
    const path = `${pathsOf(resource).objects}${id}/`;
    expect(await call("GET", path)).toMatchObject({ status: 200, body: { name: resource.body.name } });
    expect(await call("PUT", path, sent)).toMatchObject({ status: 200 });
  }
  // What each project brings with it is there too, and has to fit as well.
  expect((await call("GET", "/organizations/acme/detectors/")).body).toHaveLength(
    4 + all.filter(({ resource }) => resource.kind === "detector").length,
  );
  expect((await call("GET", "/organizations/acme/workflows/")).body).toHaveLength(
    all.filter(({ resource }) => resource.kind === "workflow").length,
  );
  for (const path of ["/organizations/acme/integrations/?provider_key=slack", "/projects/acme/web/"])
    await call("GET", path);
  for (const { resource, id } of all.toReversed()) {
    expect((await call("DELETE", `${pathsOf(resource).objects}${id}/`)).status).toBe(204);
  }
});
