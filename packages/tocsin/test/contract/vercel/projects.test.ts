import { expect, test } from "vitest";
import { compiledResources } from "../support/compiled.ts";
import { emulators } from "../support/vendors.ts";
import { inTeam, vercelClient } from "../support/vercel.ts";

const section = emulators();

test("projects are listed, read with their crons, made, changed and deleted by the official client", async () => {
  const { projects } = vercelClient(section);
  const listed = await projects.getProjects(inTeam(section));
  const names = ("projects" in listed ? listed.projects : []).map(({ name }) => name);
  expect(names.sort()).toEqual(["cliply-web", "tips"]);

  const tips = await projects.getProject({ idOrName: "tips", ...inTeam(section) });
  expect(tips.id).toBe("prj_tips");
  expect(tips.crons).toMatchObject({ disabledAt: expect.any(Number), deploymentId: expect.stringMatching(/^dpl_/) });
  expect(tips.crons?.definitions.map(({ path, schedule }) => `${schedule} ${path}`)).toContain(
    "0 3 * * * /api/cron/cleanup-photos",
  );

  const made = await projects.createProject({ ...inTeam(section), requestBody: { name: "monitoring" } });
  expect(made.name).toBe("monitoring");
  const changed = await projects.updateProject({
    idOrName: made.id,
    ...inTeam(section),
    requestBody: { framework: "nextjs" },
  });
  expect(changed.framework).toBe("nextjs");
  await projects.deleteProject({ idOrName: made.id, ...inTeam(section) });
  await expect(projects.getProject({ idOrName: made.id, ...inTeam(section) })).rejects.toMatchObject({
    statusCode: 404,
  });
});

test("the switch of a project's crons, which no published specification has, shows in what the client reads", async () => {
  const { url, token, team } = section("vercel");
  const toggle = async (projectId: string, body: unknown) => {
    const answer = await fetch(`${url}/v1/projects/${projectId}/crons?teamId=${team}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return (await vercelClient(section).projects.getProject({ idOrName: projectId, ...inTeam(section) })).crons;
  };
  for (const { parent, body } of await compiledResources("project-crons")) {
    // The probe's project is one of what is made with the stack, not one that is there before.
    if (typeof parent.projectId !== "string" || !parent.projectId.startsWith("prj_")) continue;
    const { projectId } = parent;
    expect((await toggle(projectId, { enabled: false }))?.disabledAt).toBeTypeOf("number");
    expect(await toggle(projectId, body)).toMatchObject({ disabledAt: null, enabledAt: expect.any(Number) });
  }
});

test("the team is read, and a wrong token is refused, in forms that the client knows", async () => {
  const team = await vercelClient(section).teams.getTeam(inTeam(section));
  expect(team).toMatchObject({ id: section("vercel").team, slug: "acme" });
  const stranger = vercelClient(section, "x".repeat(24));
  await expect(stranger.projects.getProjects(inTeam(section))).rejects.toMatchObject({ statusCode: 403 });
});
