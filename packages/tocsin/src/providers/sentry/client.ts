import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { onceEach } from "../../shared/once.ts";
import type { Http } from "../../vendors/http/manage.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { readPages, sentryPage } from "../../vendors/pages.ts";
import { listedDetector, listedWorkflow } from "../../vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../vendors/sentry/live.ts";

/** Resources of one kind in one organization, and the calls that create, find, change and remove them. */
export interface Store {
  /** `project` is the slug or id of the project; alerts have none. */
  create(organization: string, project: string, body: JsonObject): Promise<LiveObject>;
  /** `project` and `type` narrow the list of monitors. */
  list(organization: string, project: string, type: string): Promise<LiveObject[]>;
  get(organization: string, id: string): Promise<LiveObject | null>;
  /** Null when it is gone. */
  update(organization: string, id: string, body: JsonObject): Promise<LiveObject | null>;
  remove(organization: string, id: string): Promise<void>;
}

export interface SentryCalls {
  detectors: Store;
  workflows: Store;
  /** A project by its slug or id. Asked once in the life of the plugin. */
  project(organization: string, slugOrId: string): Promise<{ id: string; slug: string }>;
}

const projectShape = z.object({ id: z.union([z.string(), z.int()]).transform(String), slug: z.string() });

const segment = encodeURIComponent;

/** Sentry's REST interface of monitors and alerts. Paths as in Sentry's OpenAPI schema; the base URL ends in `/api/`. */
export function sentryCalls(http: Http): SentryCalls {
  /** All pages of a list: the next one's address stands in the `Link` header as long as it has results. */
  const all = <T>(what: string, path: string, row: z.ZodType<T>): Promise<T[]> => {
    const list = { vendor: "Sentry", what };
    return readPages(list, async (cursor) => {
      const here = cursor === "" ? path : `${path}${path.includes("?") ? "&" : "?"}cursor=${segment(cursor)}`;
      const { value, headers } = await http.ask({ method: "GET", path: here, schema: z.array(row) });
      return sentryPage(list, value, headers.get("link"), 100);
    });
  };

  /** `live` takes Sentry's wrapping off an answer. */
  function store<T>(
    folder: string,
    schema: z.ZodType<T>,
    live: (organization: string, answer: T) => LiveObject,
    paths: { create: (project: string) => string; list: (project: string, type: string) => string },
  ): Store {
    const of = (organization: string, path: string) => `0/organizations/${segment(organization)}/${path}`;
    const one = (organization: string, id: string) => of(organization, `${folder}/${segment(id)}/`);
    return {
      async create(organization, project, body) {
        const path = of(organization, paths.create(project));
        return live(organization, (await http.ask({ method: "POST", path, body, schema })).value);
      },
      async list(organization, project, type) {
        const answers = await all(folder, of(organization, paths.list(project, type)), schema);
        return answers.map((answer) => live(organization, answer));
      },
      async get(organization, id) {
        const answer = await http.find({ method: "GET", path: one(organization, id), schema });
        return answer === null ? null : live(organization, answer);
      },
      async update(organization, id, body) {
        const answer = await http.find({ method: "PUT", path: one(organization, id), body, schema });
        return answer === null ? null : live(organization, answer);
      },
      remove: (organization, id) => http.remove(one(organization, id)),
    };
  }

  return {
    detectors: store("detectors", listedDetector, liveDetector, {
      create: (project) => `projects/${segment(project)}/detectors/`,
      list: (project, type) => `detectors/?project=${segment(project)}&query=${segment(`type:${type}`)}`,
    }),
    workflows: store("workflows", listedWorkflow, liveWorkflow, {
      create: () => "workflows/",
      list: () => "workflows/",
    }),
    project: onceEach(async (organization, slugOrId) => {
      const path = `0/projects/${segment(organization)}/${segment(slugOrId)}/`;
      return (await http.ask({ method: "GET", path, schema: projectShape })).value;
    }),
  };
}
