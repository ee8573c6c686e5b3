import type { JsonObject } from "../model/resource.ts";
import { type ConformanceKind, type Home, type Mark, second, slugOf } from "./kind.ts";

/** A team is named by its id or by its slug, each with a parameter of its own. */
export const team = ({ vercelTeam }: Home): string =>
  `${vercelTeam.startsWith("team_") ? "teamId" : "slug"}=${encodeURIComponent(vercelTeam)}`;

const monitors = "/alerts/v3/alert-rules";
/** A monitor of Vercel's own that never fires, and notifies nobody. It needs Observability Plus. */
const monitor = (mark: Mark, threshold: number, home: Home): JsonObject => ({
  type: "custom",
  name: mark.name,
  ruleScope: { type: "project", projectId: home.vercelProject },
  severity: "low",
  tags: [mark.tag],
  evaluation: {
    window: "1d",
    query: {
      metrics: {
        part: { metric: "vercel.request.count", aggregation: "count", filter: "httpStatus >= 500" },
        whole: { metric: "vercel.request.count", aggregation: "count" },
      },
      formulas: { formula: "part / whole" },
      outputs: ["formula"],
    },
  },
  trigger: {
    ...{ type: "threshold", output: "formula", operator: "gt", threshold },
    minimum: { output: "part", threshold: 1_000_000 },
  },
  notificationSettings: { enableTeamOwnerNotifications: false },
});

const projects = "/v9/projects";

/** A project of its own, which nobody visits: it is deployed to by the stories only. */
export const projectCall = (mark: Mark, home: Home) => ({
  method: "POST" as const,
  path: `/v11/projects?${team(home)}`,
  body: { name: slugOf(mark), framework: null },
});
export const ofProject = (id: string, home: Home): string => `${projects}/${id}?${team(home)}`;

/** Projects are the whole of what a run makes: variables, crons and deployments go with theirs. */
export const marked: Pick<ConformanceKind, "list" | "find" | "pages" | "items" | "id" | "remove"> = {
  ...{ items: "projects", id: "id", pages: { by: "member", at: "pagination.next", as: "from" } },
  list: (home) => `/v10/projects?limit=100&${team(home)}`,
  find: (home) => `/v10/projects?search=tocsin-conformance&limit=100&${team(home)}`,
  remove: (id, home) => ({ method: "DELETE", path: ofProject(id, home) }),
};

export const atVercel: ConformanceKind[] = [
  {
    ...{ vendor: "vercel", kind: "project" },
    ...marked,
    create: (mark, which, home) => projectCall(second(mark, which), home),
    read: ofProject,
    update: (id, _, home) => ({ method: "PATCH", path: ofProject(id, home), body: { directoryListing: true } }),
    refused: (home) => ({ method: "POST", path: `/v11/projects?${team(home)}`, body: { name: "Not A Name" } }),
  },
  {
    ...{ vendor: "vercel", kind: "alert-rule", items: "rules", id: "rule.id" },
    pages: { by: "member", at: "pagination.next", as: "cursor" },
    missing: ({ vercelProject }) => (vercelProject === null ? "the stack file names no Vercel project" : null),
    create: (mark, which, home) => ({
      method: "POST",
      path: `${monitors}?${team(home)}`,
      body: monitor(second(mark, which), 0.9, home),
    }),
    list: (home) => `${monitors}?limit=100&${team(home)}`,
    read: (id, home) => `${monitors}/${id}?${team(home)}`,
    update: (id, mark, home) => ({
      method: "PATCH",
      path: `${monitors}/${id}?${team(home)}`,
      body: { name: `${mark.name} changed`, severity: "medium" },
    }),
    remove: (id, home) => ({ method: "DELETE", path: `${monitors}/${id}?${team(home)}` }),
    refused: (home) => ({
      method: "POST",
      path: `${monitors}?${team(home)}`,
      body: { type: "custom", name: "x", ruleScope: { type: "project", projectId: home.vercelProject } },
    }),
  },
  {
    ...{ vendor: "vercel", kind: "environment-variable", items: "envs", id: "created.id" },
    pages: { by: "member", at: "pagination.next", as: "until" },
    missing: ({ vercelProject }) => (vercelProject === null ? "the stack file names no Vercel project" : null),
    create: (mark, which, home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: {
        key: second(mark, which).tag.replaceAll("-", "_").toUpperCase(),
        ...{ value: "temporary", type: "encrypted", target: ["preview"], comment: mark.name },
      },
    }),
    list: (home) => `/v10/projects/${home.vercelProject}/env?${team(home)}`,
    read: (id, home) => `/v1/projects/${home.vercelProject}/env/${id}?${team(home)}`,
    update: (id, mark, home) => ({
      method: "PATCH",
      path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}`,
      body: { comment: `${mark.name} changed` },
    }),
    remove: (id, home) => ({ method: "DELETE", path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}` }),
    refused: (home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: { key: "not a key", value: "x", type: "encrypted", target: ["preview"] },
    }),
  },
];
