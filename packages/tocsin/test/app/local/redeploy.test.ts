import { expect, it } from "vitest";
import { projectsToRedeploy } from "../../../src/app/local/redeploy.ts";
import type { Resource } from "../../../src/model/resource.ts";

const variable = (name: string, projectId: string): Resource => ({
  vendor: "vercel",
  kind: "environment-variable",
  name,
  definition: null,
  parent: { projectId, team: "team_1" },
  body: {},
  refs: [],
});
const step = (name: string, op: "same" | "create" | "update" | "delete") => ({
  name,
  op,
  type: "t",
  urn: name,
  id: null,
  changed: [],
});

it("deploys again only the projects whose variables changed, each once", () => {
  const resources = [variable("a", "prj_1"), variable("b", "prj_1"), variable("c", "prj_2"), variable("d", "prj_3")];
  const crons: Resource = { ...variable("e", "prj_4"), kind: "project-crons" };
  const steps = [step("a", "create"), step("b", "update"), step("c", "same"), step("d", "update"), step("e", "create")];
  expect(projectsToRedeploy([...resources, crons], steps)).toEqual(["prj_1", "prj_3"]);
});
