import { z } from "zod";
import type { Http } from "../http/http.ts";
import type { Properties } from "../server/types.ts";
import type { LiveDetector, LiveWorkflow } from "./shapes.ts";
import { detector, project, workflow } from "./shapes.ts";

/** Objects of one kind in one organization, and the calls that make, find, change and remove them. */
export interface Store<Live> {
  create(organization: string, project: string, body: Properties): Promise<Live>;
  list(organization: string, projectId: string): Promise<Live[]>;
  get(organization: string, id: string): Promise<Live | null>;
  /** Null when the object is gone. */
  update(organization: string, id: string, body: Properties): Promise<Live | null>;
  remove(organization: string, id: string): Promise<void>;
}

export interface SentryClient {
  /** Monitors of one type, such as `metric_issue`. They are created under their project and live under the organization. */
  detectors(type: string): Store<LiveDetector>;
  /** Alerts belong to the organization alone; what is said about a project is ignored. */
  workflows: Store<LiveWorkflow>;
  /** A project by its slug or id. Asked once in the life of the plugin. */
  project(organization: string, slugOrId: string): Promise<{ id: string; slug: string }>;
}

const segment = encodeURIComponent;

/** Sentry's REST interface of monitors and alerts. Paths as in Sentry's OpenAPI schema; the base URL ends in `/api/`. */
export function sentryClient(http: Http): SentryClient {
  const projects = new Map<string, Promise<{ id: string; slug: string }>>();

  /** All pages of a list: the next one's address stands in the `Link` header as long as it has results. */
  async function all<T>(path: string, row: z.ZodType<T>): Promise<T[]> {
    const rows: T[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const here = cursor === "" ? path : `${path}${path.includes("?") ? "&" : "?"}cursor=${segment(cursor)}`;
      const { value, headers } = await http.ask({ method: "GET", path: here, schema: z.array(row) });
      rows.push(...value);
      cursor = nextCursor(headers.get("link"));
    }
    return rows;
  }

  const objectCalls = <T>(folder: string, schema: z.ZodType<T>) => ({
    get: (organization: string, id: string) =>
      http.find({ method: "GET", path: `0/organizations/${segment(organization)}/${folder}/${segment(id)}/`, schema }),
    update: (organization: string, id: string, body: Properties) =>
      http.find({
        method: "PUT",
        path: `0/organizations/${segment(organization)}/${folder}/${segment(id)}/`,
        body,
        schema,
      }),
    remove: (organization: string, id: string) =>
      http.remove(`0/organizations/${segment(organization)}/${folder}/${segment(id)}/`),
  });

  return {
    detectors: (type) => ({
      ...objectCalls("detectors", detector),
      async create(organization, projectSlug, body) {
        const path = `0/organizations/${segment(organization)}/projects/${segment(projectSlug)}/detectors/`;
        return (await http.ask({ method: "POST", path, body, schema: detector })).value;
      },
      list(organization, projectId) {
        const query = `project=${segment(projectId)}&query=${segment(`type:${type}`)}`;
        return all(`0/organizations/${segment(organization)}/detectors/?${query}`, detector);
      },
    }),
    workflows: {
      ...objectCalls("workflows", workflow),
      async create(organization, _project, body) {
        const path = `0/organizations/${segment(organization)}/workflows/`;
        return (await http.ask({ method: "POST", path, body, schema: workflow })).value;
      },
      list: (organization) => all(`0/organizations/${segment(organization)}/workflows/`, workflow),
    },
    project(organization, slugOrId) {
      const path = `0/projects/${segment(organization)}/${segment(slugOrId)}/`;
      const asked = projects.get(path) ?? http.ask({ method: "GET", path, schema: project }).then(({ value }) => value);
      projects.set(path, asked);
      // A failure is not remembered: the next resource may ask again.
      asked.catch(() => projects.delete(path));
      return asked;
    },
  };
}

/** Cursor of the next page, or null on the last one. */
export function nextCursor(link: string | null): string | null {
  for (const part of (link ?? "").split(/,\s*(?=<)/)) {
    if (!/rel="next"/.test(part) || !/results="true"/.test(part)) continue;
    return /cursor="([^"]+)"/.exec(part)?.[1] ?? null;
  }
  return null;
}
