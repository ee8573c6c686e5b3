import type { JsonObject } from "../model/resource.ts";
import { type ConformanceKind, type Home, type Mark, onePath, second, slugOf } from "./kind.ts";

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

const withoutProject = ({ vercelProject }: Home): string | null =>
  vercelProject === null ? "the stack file names no Vercel project" : null;
/** Each call on variables has a version of its own. */
const variables = (home: Home, version: "v1" | "v9" | "v10", id?: string): string =>
  `/${version}/projects/${home.vercelProject}/env${id === undefined ? "" : `/${id}`}?${team(home)}`;

export const atVercel: ConformanceKind[] = [
  {
    ...{ vendor: "vercel", kind: "project" },
    ...marked,
    create: (mark, which, home) => projectCall(second(mark, which), home),
    read: ofProject,
    update: (id, _, home) => ({ method: "PATCH", path: ofProject(id, home), body: { directoryListing: true } }),
    refused: (home) => ({ method: "POST", path: `/v11/projects?${team(home)}`, body: { name: "Not A Name" } }),
  },
  onePath({
    ...{ vendor: "vercel", kind: "alert-rule", items: "rules", id: "rule.id", changes: "PATCH" },
    pages: { by: "member", at: "pagination.next", as: "cursor" },
    missing: withoutProject,
    at: (home, id) => `${monitors}${id === undefined ? "" : `/${id}`}?${team(home)}`,
    body: (mark, changed, home) =>
      changed ? { name: `${mark.name} changed`, severity: "medium" } : monitor(mark, 0.9, home),
    list: (home) => `${monitors}?limit=100&${team(home)}`,
    wrong: (home) => ({ type: "custom", name: "x", ruleScope: { type: "project", projectId: home.vercelProject } }),
  }),
  onePath({
    ...{ vendor: "vercel", kind: "environment-variable", items: "envs", id: "created.id", changes: "PATCH" },
    pages: { by: "member", at: "pagination.next", as: "until" },
    missing: withoutProject,
    at: (home, id) => variables(home, id === undefined ? "v10" : "v9", id),
    body: (mark, changed) =>
      changed
        ? { comment: `${mark.name} changed` }
        : {
            key: mark.tag.replaceAll("-", "_").toUpperCase(),
            ...{ value: "temporary", type: "encrypted", target: ["preview"], comment: mark.name },
          },
    read: (id, home) => variables(home, "v1", id),
    wrong: () => ({ key: "not a key", value: "x", type: "encrypted", target: ["preview"] }),
  }),
];
