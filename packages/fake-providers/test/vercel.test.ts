import { afterEach, describe, expect, it, vi } from "vitest";
import { PartlyCreated } from "../../tocsin/src/providers/server/errors.ts";
import type { ResourceHandler } from "../../tocsin/src/providers/server/types.ts";
import type { VercelApi } from "../src/vercel/config.ts";
import { bodyOf as deploymentBody, vercelDeployment } from "../src/vercel/deployment.ts";
import { environmentVariable } from "../src/vercel/environment-variable.ts";
import { vercelProject } from "../src/vercel/project.ts";
import { projectCrons } from "../src/vercel/project-crons.ts";
import { checked, nothingUnknown, object, recordedCall, refusals, toValue, vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

const TEAM = "teamId=team_1";
const recorded = (method: string, path: string) => recordedCall("vercel-provider", method, path);
const created = recorded("POST", `/v8/projects?${TEAM}`);
const patched = recorded("PATCH", `/v9/projects/prj_1?${TEAM}`);
const variable = recorded("POST", `/v10/projects/prj_1/env?${TEAM}`);

function handler(of: (api: () => VercelApi) => ResourceHandler, ...answers: Parameters<typeof vendorAnswering>) {
  const vendor = vendorAnswering(...answers);
  return { ...vendor, one: of(() => ({ rest: vendor.rest, teamId: "team_1" })) };
}

describe("a project", () => {
  it("is created in two steps, as recorded, and is then the same", async () => {
    const { one, sent } = handler(
      vercelProject,
      { body: created.response },
      { body: { envs: [] } },
      { body: patched.response },
    );
    const inputs = checked(one, { name: "monitoring" });
    const { id, outputs } = await one.create(inputs);
    expect([id, outputs.teamId, outputs.nodeVersion]).toEqual(["prj_1", "team_1", "22.x"]);
    expect(sent).toEqual([
      { method: "POST", path: `/v8/projects?${TEAM}`, body: created.request },
      { method: "GET", path: `/v8/projects/prj_1/env?decrypt=true&limit=100&${TEAM}`, body: undefined },
      { method: "PATCH", path: `/v9/projects/prj_1?${TEAM}`, body: patched.request },
    ]);
    const stored = { inputs, outputs };
    expect(await one.diff(id, stored, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    expect(await handler(vercelProject, { body: patched.response }).one.read(id, stored)).toEqual({
      id,
      inputs,
      outputs,
    });
  });

  it("keeps its id when the second step fails", async () => {
    const { one } = handler(vercelProject, { body: created.response }, { status: 403 });
    const error: unknown = await one.create(checked(one, { name: "monitoring" })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartlyCreated);
    expect(error).toMatchObject({ id: "prj_1" });
  });

  it("shows what a hand has changed, and sends the name only when it is new", async () => {
    const live = { ...object(patched.response), autoExposeSystemEnvs: true, ssoProtection: null };
    const { one, sent } = handler(vercelProject, { body: live });
    const inputs = checked(one, { name: "monitoring" });
    const read = await one.read("prj_1", { inputs, outputs: inputs });
    const stored = { inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
    expect((await one.diff("prj_1", stored, inputs, nothingUnknown)).detailed).toEqual({
      automaticallyExposeSystemEnvironmentVariables: "update",
      "vercelAuthentication.deploymentType": "update",
    });
    await one.update("prj_1", stored, checked(one, { name: "renamed" }));
    expect(object(toValue(sent.at(-2)?.body)).name).toBe("renamed");
  });
});

describe("the crons of a project", () => {
  const toggled = recorded("PATCH", `/v1/projects/prj_1/crons?${TEAM}`);

  it("are switched after the project was found, and off when the resource goes", async () => {
    const { one, sent } = handler(projectCrons, { body: toggled.response });
    const inputs = checked(one, { projectId: "prj_1", enabled: true });
    const { id, outputs } = await one.create(inputs);
    await one.delete(id, outputs);
    expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["GET", `/v10/projects/prj_1?${TEAM}`, undefined],
      ["PATCH", `/v1/projects/prj_1/crons?${TEAM}`, { enabled: true }],
      ["PATCH", `/v1/projects/prj_1/crons?${TEAM}`, { enabled: false }],
    ]);
    expect(await one.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
  });

  it("show that a hand has switched them off", async () => {
    const { one } = handler(projectCrons, { body: { crons: { disabledAt: 5 } } });
    const inputs = { projectId: "prj_1", enabled: true };
    const read = await one.read("prj_1", { inputs, outputs: inputs });
    expect(read?.inputs).toEqual({ projectId: "prj_1", enabled: false });
  });

  it("of no project are refused with what to check", async () => {
    const { one } = handler(projectCrons, { status: 404 });
    await expect(one.create({ projectId: "prj_x", enabled: true })).rejects.toThrow("no project prj_x in this team");
    await one.delete("prj_x", {});
  });
});

describe("an environment variable", () => {
  const given = { projectId: "prj_1", key: "CRON_SECRET", value: "a", targets: ["production"], sensitive: true };
  const shown = recorded("GET", `/v10/projects/prj_1/env/env_1?${TEAM}`);

  it("is created as recorded, and keeps the value that Vercel does not tell", async () => {
    const { one, sent } = handler(
      environmentVariable,
      { body: {} },
      { body: variable.response },
      { body: shown.response },
    );
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect(sent[1]).toEqual({ method: "POST", path: `/v10/projects/prj_1/env?${TEAM}`, body: variable.request });
    expect(await one.read(id, { inputs, outputs })).toEqual({ id: "env_1", inputs, outputs });
    expect(outputs.value).toBe("a");
    expect(one.secretOutputs).toEqual(["value"]);
  });

  it("is updated as recorded", async () => {
    const { request, response } = recorded("PATCH", `/v10/projects/prj_1/env/env_1?${TEAM}`);
    const { one, sent } = handler(environmentVariable, { body: response });
    const olds = checked(one, given);
    const news = checked(one, { ...given, value: "b" });
    const stored = { inputs: olds, outputs: olds };
    expect((await one.diff("env_1", stored, news, nothingUnknown)).detailed).toEqual({ value: "update" });
    await one.update("env_1", stored, news);
    expect(sent[0]).toEqual({ method: "PATCH", path: `/v10/projects/prj_1/env/env_1?${TEAM}`, body: request });
  });

  it("is another one when its key, project or sensitivity changes", async () => {
    const { one } = handler(environmentVariable, {});
    const olds = checked(one, given);
    const news = checked(one, { ...given, key: "OTHER", sensitive: false, comment: "c" });
    expect((await one.diff("env_1", { inputs: olds, outputs: olds }, news, nothingUnknown)).detailed).toEqual({
      comment: "add",
      key: "update-replace",
      sensitive: "update-replace",
    });
  });

  it("is imported by project and id, without its value", async () => {
    const { one, sent } = handler(environmentVariable, { body: shown.response });
    const read = await one.read("prj_1/env_1", undefined);
    expect(read).toMatchObject({ id: "env_1", inputs: { projectId: "prj_1", key: "CRON_SECRET" } });
    expect(read?.inputs.value).toBeUndefined();
    expect(sent[0]?.path).toBe(`/v10/projects/prj_1/env/env_1?${TEAM}`);
    await expect(one.read("env_1", undefined)).rejects.toThrow("expected project/variable");
  });

  it("is refused when it could not exist", () => {
    const { one } = handler(environmentVariable, {});
    expect(refusals(one, { ...given, targets: ["development"] })).toHaveProperty("sensitive");
    const { targets: _none, ...without } = given;
    expect(refusals(one, without)).toHaveProperty("targets");
    expect(refusals(one, { ...given, valueWo: "x" }).valueWo).toContain("does not know this argument");
  });
});

describe("a deployment", () => {
  const sha = "56b554589010bb2c69d21f879b46321828877dd3";
  const given = {
    projectId: "prj_1",
    files: { "../site/vercel.json": "57~add6ee03a57fad891b0b68be73e0a3b9cc26d3a0", "../site/probe.js": `34~${sha}` },
    pathPrefix: "../site",
    production: true,
  };
  const sent = recorded("POST", `/v12/now/deployments?skipAutoDetectionConfirmation=1&${TEAM}`);
  const ready = object(recorded("GET", `/v13/deployments/dpl_1?${TEAM}`).response);
  const deployment = (api: () => VercelApi) => vercelDeployment(api, async () => {});

  it("asks for what was recorded", () => {
    expect(deploymentBody(given)).toEqual(sent.request);
  });

  it("is waited for until it has its aliases, and is told when it fails", async () => {
    const building = { ...ready, readyState: "BUILDING", aliasAssigned: false };
    const slow = handler(deployment, { body: {} }, { body: building }, { body: building }, { body: ready });
    expect((await slow.one.create(given)).outputs.url).toBe("monitoring-x.vercel.app");
    const failed = { ...building, readyState: "ERROR", errorMessage: "Build failed" };
    await expect(handler(deployment, { body: {} }, { body: failed }).one.create(given)).rejects.toThrow(
      "dpl_1 failed (ERROR): Build failed",
    );
  });

  it("never changes: any difference is a new one", async () => {
    const { one } = handler(deployment, {});
    const news = { ...given, files: { "../site/probe.js": `34~${sha}` } };
    const { detailed } = await one.diff("dpl_1", { inputs: given, outputs: given }, news, nothingUnknown);
    expect(detailed).toEqual({ 'files["../site/vercel.json"]': "delete-replace" });
  });

  it("stays when the resource goes, unless the program asks for its end", async () => {
    const { one, sent: calls } = handler(deployment, { body: {} });
    await one.delete("dpl_1", {});
    await one.delete("dpl_1", { deleteOnDestroy: true });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE /v13/deployments/dpl_1?${TEAM}`]);
  });

  it("is refused without files, and with files in another form", async () => {
    const { one } = handler(deployment, { body: {} });
    expect(refusals(one, { ...given, files: {} })).toHaveProperty("files");
    await expect(one.create({ ...given, files: { a: "nonsense" } })).rejects.toThrow("not by size~sha1");
  });
});
