import { z } from "zod";
import { drillMark } from "../fire-types.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import { jsonObject, objectWith } from "../json.ts";
import { readPages, sentryPage } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import type { Access } from "../vendor.ts";

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

const integration = objectWith({
  id: z.string(),
  name: z.string(),
  organizationIntegrationStatus: z.string().nullish(),
  status: z.string().nullish(),
});
const team = objectWith({ id: z.string() });
const member = objectWith({ id: z.string(), email: z.string(), user: objectWith({ id: z.string() }).nullish() });
const project = objectWith({ id: z.string(), slug: z.string() });
const projectKey = objectWith({
  id: z.string(),
  name: z.string().nullish(),
  isActive: z.boolean(),
  rateLimit: z.object({ window: z.number(), count: z.number() }).nullish(),
});
const issue = objectWith({
  id: z.string(),
  shortId: z.string().nullish(),
  title: z.string().nullish(),
  status: z.string(),
  substatus: z.string().nullish(),
  level: z.string().nullish(),
  /** Events so far, as text. */
  count: z.union([z.string(), z.number()]).nullish(),
  permalink: z.string().nullish(),
});
const eventTable = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

/** A look at events or spans between two times. */
export interface EventQuery {
  dataset: "errors" | "spans";
  field: string;
  query: string;
  environment: string;
  start: Date;
  end: Date;
}

/** What is looked for among events or spans of an environment. */
export interface Sent {
  dataset: "errors" | "spans";
  environment: string;
  /** As Sentry writes it: `24h`, `90d`. */
  period: string;
  /** Null: only whether there is anything. */
  field: string | null;
  query: string;
}

export type SentryIntegration = z.infer<typeof integration>;
export type SentryTeam = z.infer<typeof team>;
export type SentryMember = z.infer<typeof member>;
export type ProjectKey = z.infer<typeof projectKey>;
export type SentryIssue = z.infer<typeof issue>;
export type ListedDetector = z.infer<typeof listedDetector>;
export type ListedWorkflow = z.infer<typeof listedWorkflow>;

/** How every call to Sentry is made. */
export const accessTo = ({ url, token }: VendorConnections["sentry"]): Access => ({
  vendor: "Sentry",
  url,
  headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
  credential: "SENTRY_AUTH_TOKEN",
});

/**
 * Reads a Sentry organisation's monitors ("detectors") and alerts ("workflows"), the interface that replaced the retired
 * alert rules. Errors: see `VendorHttp.get`.
 */
export class SentryClient {
  readonly http: VendorHttp;
  #projectIds: Promise<Map<string, string>> | undefined;

  constructor(connection: VendorConnections["sentry"], limits: Limits = {}) {
    this.http = new VendorHttp({ ...accessTo(connection), ...limits });
  }

  /** Without `project=-1` Sentry shows only the projects of which the token's user is a member. */
  async detectors(organization: string): Promise<ListedDetector[]> {
    return this.#pages(`${of(organization)}/detectors/?project=-1`, "monitors", "alerts:read", listedDetector);
  }

  async workflows(organization: string): Promise<ListedWorkflow[]> {
    return this.#pages(`${of(organization)}/workflows/?project=-1`, "alerts", "alerts:read", listedWorkflow);
  }

  async slackIntegrations(organization: string): Promise<SentryIntegration[]> {
    const path = `${of(organization)}/integrations/?provider_key=slack`;
    return this.#pages(path, "Slack integrations", "org:integrations", integration);
  }

  /** Of every kind: Slack, PagerDuty, Microsoft Teams and others. */
  async integrations(organization: string): Promise<SentryIntegration[]> {
    return this.#pages(`${of(organization)}/integrations/`, "integrations", "org:integrations", integration);
  }

  async teams(organization: string): Promise<SentryTeam[]> {
    return this.#pages(`${of(organization)}/teams/`, "teams", "team:read", team);
  }

  async members(organization: string): Promise<SentryMember[]> {
    return this.#pages(`${of(organization)}/members/`, "members", "member:read", member);
  }

  /** A project's DSN keys. */
  async keys(organization: string, project: string): Promise<ProjectKey[]> {
    const path = `/api/0/projects/${encodeURIComponent(organization)}/${encodeURIComponent(project)}/keys/`;
    return this.#pages(path, `DSN keys of project ${project}`, "project:read", projectKey);
  }

  /** The organisation's issues that a search finds, of all its projects. */
  async issues(organization: string, search: string, what: string): Promise<SentryIssue[]> {
    const path = `${of(organization)}/issues/?project=-1&query=${encodeURIComponent(search)}`;
    return this.#pages(path, what, "event:read", issue);
  }

  /** Ids of the organisation's projects, by slug; read once. */
  projectIds(organization: string): Promise<Map<string, string>> {
    this.#projectIds ??= this.#pages(`${of(organization)}/projects/`, "projects", "org:read", project).then(
      (all) => new Map(all.map(({ slug, id }) => [slug, id])),
    );
    return this.#projectIds;
  }

  /** Slugs of the projects that have sent anything into a dataset from an environment in a time such as `24h`. */
  async sendingProjects(organization: string, asked: Pick<Sent, "dataset" | "environment" | "period">) {
    const { values } = await this.sent(organization, { ...asked, field: null, query: "" });
    return new Set(values.map(({ project }) => project));
  }

  /**
   * The values of a field among all events or spans that a search finds, most frequent first, by project; what drills sent is
   * left out. `all` is false when there may be more values than one answer holds.
   */
  async sent(organization: string, { dataset, environment, period, field, query }: Sent) {
    const asked = new URLSearchParams({
      dataset,
      environment,
      statsPeriod: period,
      project: "-1",
      per_page: String(perPage),
      query: [query, `!has:${drillMark}`].filter((part) => part !== "").join(" "),
      sort: "-count()",
    });
    for (const column of ["project", ...(field === null ? [] : [field]), "count()"]) asked.append("field", column);
    const path = `${of(organization)}/events/?${asked}`;
    const ask = { path, what: `recent ${dataset}`, scope: "org:read", schema: eventTable, signal: true };
    const { data } = (await this.http.get(ask)).data;
    const values = data.flatMap((row) => {
      const [project, value] = [row.project, field === null ? "" : row[field]];
      return typeof project === "string" && typeof value === "string" && Number(row["count()"]) > 0
        ? [{ project, value }]
        : [];
    });
    return { values, all: data.length < perPage };
  }

  /**
   * One aggregate over all events or spans that a search finds: `count()`, `p95(span.duration)` (milliseconds). Null where
   * nothing was measured.
   */
  async aggregate(organization: string, asked: EventQuery): Promise<number | null> {
    const [row] = await this.#table(organization, asked, []);
    const value = row?.[asked.field];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  /** The same for each project that has anything, by slug. */
  async aggregateByProject(organization: string, asked: EventQuery): Promise<Map<string, number>> {
    const rows = await this.#table(organization, asked, ["project"]);
    return new Map(rows.map((row) => [String(row.project), Number(row[asked.field] ?? 0)]));
  }

  async #table(organization: string, { start, end, field, ...rest }: EventQuery, by: string[]) {
    const time = { start: start.toISOString(), end: end.toISOString() };
    const query = new URLSearchParams({ ...rest, ...time, project: "-1", per_page: "100" });
    for (const column of [...by, field]) query.append("field", column);
    const what = `${field} of ${rest.dataset}`;
    const ask = { path: `${of(organization)}/events/?${query}`, what, scope: "org:read", schema: eventTable };
    return (await this.http.get({ ...ask, signal: true })).data.data;
  }

  async #pages<T>(path: string, what: string, scope: string, schema: z.ZodType<T>): Promise<T[]> {
    const list = { vendor: "Sentry", what };
    return readPages(list, async (cursor) => {
      const mark = path.includes("?") ? "&" : "?";
      const query = `${mark}per_page=${perPage}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { data, headers } = await this.http.get({ path: path + query, what, scope, schema: z.array(schema) });
      return sentryPage(list, data, headers.get("link"), perPage);
    });
  }
}

const of = (organization: string): string => `/api/0/organizations/${encodeURIComponent(organization)}`;
