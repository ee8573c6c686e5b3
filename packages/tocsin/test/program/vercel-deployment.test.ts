import { expect, it } from "vitest";
import type { Outputs } from "../../src/program/values.ts";
import { environmentVariable } from "../../src/program/vercel.ts";
import { deployment } from "../../src/program/vercel-deployment.ts";
import { create, mockEngine, resolved, resource } from "./mocked.ts";

const asked = mockEngine();

const variable = (value: string) =>
  create(
    environmentVariable,
    resource({
      vendor: "vercel",
      kind: "environment-variable",
      name: "key",
      parent: { projectId: "prj_1", team: "team_1" },
      body: { key: "DD_API_KEY", value: "secret:KEY", type: "sensitive", target: ["production"] },
    }),
    { secret: () => value },
  );
const versionOf = async ({ version }: Outputs) => (version === undefined ? null : resolved(version));

it("a variable has a version of its own for every value, which tells nothing of it", async () => {
  const [first, again, other] = await Promise.all(["planted-one", "planted-one", "planted-two"].map(variable));
  if (first === undefined || again === undefined || other === undefined) throw new Error("not made");
  expect(await versionOf(again)).toBe(await versionOf(first));
  expect(await versionOf(other)).not.toBe(await versionOf(first));
  expect(await versionOf(first)).toMatch(/^[0-9a-f]{12}$/);
});

it("a deployment uploads the files from where they are laid out, and carries the versions", async () => {
  const made = await variable("planted-one");
  await create(
    deployment,
    resource({
      vendor: "vercel",
      kind: "deployment",
      name: "probe",
      parent: { projectId: "tocsin-probe", team: "team_1" },
      body: {
        target: "production",
        files: [{ file: "api/probe.mjs", sha: "a".repeat(40), size: 12 }],
        projectSettings: { sourceFilesOutsideRootDirectory: true },
        meta: { tocsinFiles: "f1" },
      },
      refs: [
        { path: "project", resource: "project", property: "id" },
        { path: "name", resource: "project", property: "id" },
        { path: "meta.DD_API_KEY", resource: "key", property: "version" },
      ],
    }),
    { others: { key: made, project: made } },
  );
  const folder = "../node_modules/.cache/tocsin-probe";
  expect(asked.at(-1)?.inputs).toMatchObject({
    projectId: "key-id",
    production: true,
    pathPrefix: folder,
    files: { [`${folder}/api/probe.mjs`]: `12~${"a".repeat(40)}` },
    meta: { tocsinFiles: "f1", DD_API_KEY: await versionOf(made) },
  });
});
