import type { JsonObject } from "../model/resource.ts";
import { type ConformanceKind, type Home, type Mark, onePath } from "./kind.ts";

const withoutProject = ({ sentryProject }: Home): string | null =>
  sentryProject === null ? "the stack file names no Sentry project" : null;
const organization = (home: Home): string => `/api/0/organizations/${encodeURIComponent(home.organization)}`;

/** Only what has the mark in its name. */
const ours = "query=tocsin-conformance";

const detector = (mark: Mark, limit: number, home: Home): JsonObject => ({
  name: mark.name,
  type: "metric_issue",
  description: mark.name,
  owner: null,
  dataSources: [
    {
      ...{ aggregate: "count()", dataset: "events", eventTypes: ["default", "error"], query: `tag:${mark.tag}` },
      ...{ queryType: 0, environment: home.sentryEnvironment, extrapolationMode: null, timeWindow: 300 },
    },
  ],
  conditionGroup: {
    logicType: "any",
    conditions: [
      { type: "gt", comparison: limit, conditionResult: 75 },
      { type: "lte", comparison: limit, conditionResult: 0 },
    ],
  },
  config: { detectionType: "static" },
  workflowIds: [],
});

const workflow = (mark: Mark, frequency: number, home: Home): JsonObject => ({
  name: mark.name,
  enabled: false,
  environment: home.sentryEnvironment,
  config: { frequency },
  detectorIds: [],
  triggers: {
    logicType: "any-short",
    conditions: [{ type: "first_seen_event", comparison: true, conditionResult: true }],
  },
  actionFilters: [],
});

export const atSentry: ConformanceKind[] = [
  onePath({
    ...{ vendor: "sentry", kind: "detector", items: "", id: "id", missing: withoutProject },
    at: (home, id) =>
      id === undefined
        ? `${organization(home)}/projects/${home.sentryProject}/detectors/`
        : `${organization(home)}/detectors/${id}/`,
    body: (mark, changed, home) => detector(mark, changed ? 2000 : 1000, home),
    list: (home) => `${organization(home)}/detectors/?project=-1&per_page=100`,
    find: (home) => `${organization(home)}/detectors/?project=-1&per_page=100&${ours}`,
    pages: { by: "link", as: "cursor" },
    wrong: () => ({ name: "x", type: "metric_issue" }),
  }),
  onePath({
    ...{ vendor: "sentry", kind: "workflow", items: "", id: "id", missing: withoutProject },
    at: (home, id) => `${organization(home)}/workflows/${id === undefined ? "" : `${id}/`}`,
    body: (mark, changed, home) => workflow(mark, changed ? 60 : 30, home),
    list: (home) => `${organization(home)}/workflows/?per_page=100`,
    find: (home) => `${organization(home)}/workflows/?per_page=100&${ours}`,
    pages: { by: "link", as: "cursor" },
    wrong: () => ({ enabled: true }),
  }),
];
