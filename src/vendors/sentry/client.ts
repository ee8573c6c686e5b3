import { z } from "zod";
import type { Connections } from "../connections.ts";
import { VendorHttp } from "../http.ts";
import { jsonObject, objectWith } from "../json.ts";

/** The largest page that Sentry's list calls serve. */
const perPage = 100;

/** A detector's data source: what was sent at its creation lies inside `queryObj`, for metrics one level deeper. */
const dataSource = objectWith({ type: z.string(), queryObj: jsonObject.nullable() });

/** One entry of each list, as far as this code relies on it. */
export const listedDetector = objectWith({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  enabled: z.boolean(),
  description: z.string().nullable().optional(),
  dataSources: z.array(dataSource).nullable(),
  conditionGroup: jsonObject.nullable(),
});

export const listedWorkflow = objectWith({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  environment: z.string().nullable(),
  detectorIds: z.array(z.string()),
  triggers: jsonObject.nullable(),
  actionFilters: z.array(jsonObject),
});

export type ListedDetector = z.infer<typeof listedDetector>;
export type ListedWorkflow = z.infer<typeof listedWorkflow>;

/**
 * Reads a Sentry organisation's monitors ("detectors") and alerts ("workflows"), the interface that replaced the retired
 * alert rules. Errors: see `VendorHttp.get`.
 */
export class SentryClient {
  readonly http: VendorHttp;

  constructor(
    connection: NonNullable<Connections["sentry"]>,
    limits: { deadlineMs?: number; timeoutMs?: number } = {},
  ) {
    this.http = new VendorHttp({
      vendor: "Sentry",
      url: connection.url,
      headers: { Authorization: `Bearer ${connection.token}`, Accept: "application/json" },
      credential: "SENTRY_AUTH_TOKEN",
      ...limits,
    });
  }

  async detectors(organization: string): Promise<ListedDetector[]> {
    return this.#pages(
      `/api/0/organizations/${encodeURIComponent(organization)}/detectors/`,
      "monitors",
      listedDetector,
    );
  }

  async workflows(organization: string): Promise<ListedWorkflow[]> {
    return this.#pages(`/api/0/organizations/${encodeURIComponent(organization)}/workflows/`, "alerts", listedWorkflow);
  }

  /** Without `project=-1` Sentry shows only the projects of which the token's user is a member. */
  async #pages<T>(path: string, what: string, schema: z.ZodType<T>): Promise<T[]> {
    const all: T[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query = `?project=-1&per_page=${perPage}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await this.http.get({ path: path + query, what, scope: "alerts:read", schema: z.array(schema) });
      all.push(...page.data);
      cursor = nextCursor(page.headers.get("link"));
    }
    return all;
  }
}

/** Sentry names a next page even when there is none: only `results="true"` says that it holds something. */
export function nextCursor(link: string | null): string | null {
  for (const part of (link ?? "").split(",")) {
    if (part.includes('rel="next"') && part.includes('results="true"'))
      return /cursor="([^"]+)"/.exec(part)?.[1] ?? null;
  }
  return null;
}
