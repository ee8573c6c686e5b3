import type { Home, Kept, Mark, Step, Story } from "./kind.ts";
import { marked, ofProject, projectCall, team } from "./vercel.ts";

/** A cron that would run once a year, and a page to serve; `buildCommand` where there is one. */
const filesOf = (configuration: object) => [
  {
    file: "vercel.json",
    data: JSON.stringify({ crons: [{ path: "/api/cron", schedule: "0 0 1 1 *" }], ...configuration }),
  },
  { file: "index.html", data: "tocsin-conformance" },
];

const deployments = (home: Home): string => `/v13/deployments?skipAutoDetectionConfirmation=1&${team(home)}`;

const createProject = (mark: Mark, home: Home): Step => ({
  call: "create the project",
  ask: () => projectCall(mark, home),
  keeps: { project: "id", name: "name" },
});

const deploy = (call: string, keep: string, mark: Mark, home: Home, configuration: object): Step => ({
  call,
  ask: ({ project, name }) =>
    project === undefined || name === undefined
      ? null
      : {
          ...{ method: "POST", path: deployments(home) },
          body: {
            ...{ name, project, target: "production", files: filesOf(configuration) },
            ...{ meta: { conformance: mark.tag }, projectSettings: { framework: null } },
          },
        },
  keeps: { [keep]: "id" },
});

/** As Vercel's own programs redeploy: the earlier deployment is named, and what it does not copy is what is asked here. */
const redeploy = (call: string, keep: string, home: Home): Step => ({
  call,
  ask: ({ name, deployment }) =>
    name === undefined || deployment === undefined
      ? null
      : {
          ...{ method: "POST", path: deployments(home) },
          body: { name, deploymentId: deployment, target: "production" },
        },
  keeps: { [keep]: "id" },
});

const built = (call: string, which: string, home: Home): Step => ({
  call,
  ask: ({ [which]: id }) => (id === undefined ? null : { method: "GET", path: `/v13/deployments/${id}?${team(home)}` }),
  until: { at: "readyState", is: ["READY", "ERROR", "CANCELED", "BLOCKED"] },
});

const readProject = (call: string, home: Home): Step => ({
  call,
  ask: ({ project }) => (project === undefined ? null : { method: "GET", path: ofProject(project, home) }),
});

const about =
  (act: (project: string, kept: Kept) => ReturnType<Step["ask"]>): Step["ask"] =>
  (kept) =>
    kept.project === undefined ? null : act(kept.project, kept);

const switchCrons = (call: string, home: Home, body: { [key: string]: boolean }): Step => ({
  call,
  ask: about((project) => ({ method: "PATCH", path: `/v1/projects/${project}/crons?${team(home)}`, body })),
});

const deleteProject = (home: Home): Step => ({
  call: "delete the project",
  ask: about((project) => marked.remove(project, home)),
});

/** The variable decides how a build ends: whether a deployment was made with an old value or the new one shows in its outcome. */
const variable = "TOCSIN_CONFORMANCE";
const endsByVariable = { buildCommand: `exit $${variable}`, outputDirectory: "." };

const setVariable = (home: Home): Step => ({
  call: "set a variable",
  ask: about((project) => ({
    ...{ method: "POST", path: `/v10/projects/${project}/env?${team(home)}` },
    body: { key: variable, value: "0", type: "encrypted", target: ["production"] },
  })),
  keeps: { variable: "created.id" },
});

const changeVariable = (home: Home): Step => ({
  call: "change the variable",
  ask: about((project, kept) =>
    kept.variable === undefined
      ? null
      : {
          ...{ method: "PATCH", path: `/v9/projects/${project}/env/${kept.variable}?${team(home)}` },
          body: { value: "1" },
        },
  ),
});

export const storiesAtVercel: Story[] = [
  {
    ...{ vendor: "vercel", kind: "project-crons", whole: "project" },
    ...marked,
    steps: (mark, home) => [
      createProject(mark, home),
      switchCrons("switch off before there are crons", home, { enabled: false }),
      deploy("deploy a cron", "deployment", mark, home, {}),
      built("the deployment when it is built", "deployment", home),
      readProject("read with crons that are off", home),
      switchCrons("switch on", home, { enabled: true }),
      readProject("read with crons that are on", home),
      switchCrons("switch off", home, { enabled: false }),
      redeploy("redeploy with crons that are off", "again", home),
      built("the redeployment when it is built", "again", home),
      readProject("read after a redeployment", home),
      switchCrons("refuse", home, {}),
      deleteProject(home),
      readProject("read after delete", home),
    ],
  },
  {
    ...{ vendor: "vercel", kind: "deployment", whole: "project" },
    ...marked,
    steps: (mark, home) => [
      createProject(mark, home),
      setVariable(home),
      deploy("create", "deployment", mark, home, endsByVariable),
      built("read when it is built", "deployment", home),
      {
        call: "list",
        ask: about((project) => ({
          ...{ method: "GET", path: `/v6/deployments?projectId=${project}&limit=100&${team(home)}` },
        })),
      },
      redeploy("redeploy", "again", home),
      built("read the redeployment when it is built", "again", home),
      readProject("its project after a redeployment", home),
      changeVariable(home),
      redeploy("redeploy after the variable was changed", "changed", home),
      built("read when it is built with the variable", "changed", home),
      readProject("its project after that build", home),
      {
        call: "refuse",
        ask: about((project, { name = "" }) => ({
          ...{ method: "POST", path: deployments(home), body: { name, project, files: [] } },
        })),
      },
      {
        call: "delete",
        ask: ({ again }) =>
          again === undefined ? null : { method: "DELETE", path: `/v13/deployments/${again}?${team(home)}` },
      },
      built("read after delete", "again", home),
      readProject("its project after delete", home),
      deleteProject(home),
    ],
  },
];
