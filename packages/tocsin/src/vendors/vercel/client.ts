import { z } from "zod";
import { type Limits, VendorHttp } from "../http/read.ts";
import { objectWith, timestamp } from "../json.ts";
import { readPages } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import type { Access } from "../vendor.ts";
import { statesOf, type VercelMonitorState, vercelGroups } from "./states.ts";

/** The largest page that Vercel's list calls serve. */
const perPage = 100;

/** The collection of a team's monitors: "alert rules" before they were renamed (2026-10), and in addresses still. */
export const monitorsPath = "/alerts/v3/alert-rules";

/** The newest alerts of custom monitors that began at or after a time. */
export const groupsPath = (since: Date): string =>
  `/alerts/v3/groups?${new URLSearchParams({ types: "custom_alert", limit: "200", from: since.toISOString() })}`;

const crons = objectWith({
  disabledAt: timestamp.nullable(),
  deploymentId: z.string().nullish(),
  definitions: z.array(objectWith({ path: z.string(), schedule: z.string() })),
});

export const listedDeployment = objectWith({ uid: z.string(), created: timestamp });

/** A deployment as people look back on it; `state` is `READY`, `ERROR`, `CANCELED`, `BUILDING`, ... */
const pastDeployment = objectWith({
  uid: z.string(),
  created: timestamp,
  state: z.string(),
  target: z.string().nullish(),
  inspectorUrl: z.string().nullish(),
});

/** One entry of each list, as far as this code relies on it. */
export const listedProject = objectWith({
  id: z.string(),
  name: z.string(),
  crons: crons.optional(),
  targets: z
    .object({ production: z.object({ id: z.string().nullish(), alias: z.array(z.string()).nullish() }).nullish() })
    .nullish(),
});

export const listedVariable = objectWith({
  id: z.string(),
  key: z.string(),
  type: z.string(),
  target: z.union([z.string(), z.array(z.string())]).optional(),
  createdAt: timestamp.nullish(),
  updatedAt: timestamp.nullish(),
});

/** A drain, as far as it says what of a project's log lines it forwards. */
const listedDrain = objectWith({
  id: z.string().nullish(),
  name: z.string(),
  /** What it forwards: `log`, `trace`, ... */
  schemas: z.record(z.string(), z.unknown()),
  /** None: those of every project. */
  projectIds: z.array(z.string()).nullish(),
  status: z.string().nullish(),
  /** A share from 0 to 1 of the lines of an environment and of paths; none: all lines. */
  sampling: z
    .array(z.object({ rate: z.number(), env: z.string().nullish(), requestPath: z.string().nullish() }))
    .nullish(),
});

/** A monitor; `type` is `custom` for those that somebody has defined, `built-in` for Vercel's own. */
export const listedMonitor = objectWith({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  tags: z.array(z.string()).nullish(),
  ruleScope: objectWith({ type: z.string(), projectId: z.string().nullish() }),
});

/** Where a monitor's notifications go, as the list of its links has it. */
export const listedNotification = z.object({
  type: z.string(),
  configId: z.string().optional(),
  channelId: z.string().optional(),
  webhook: z.object({ id: z.string() }).optional(),
  minimumSeverityLevel: z.string().nullish(),
});

const listedTeam = objectWith({ id: z.string(), slug: z.string().nullish() });

const pagination = z.object({ next: z.union([z.number(), z.string()]).nullish() }).optional();

export type Drain = z.infer<typeof listedDrain>;
export type ListedProject = z.infer<typeof listedProject>;
/** `created` in milliseconds since 1970. */
export type Deployment = z.infer<typeof listedDeployment>;
export type PastDeployment = z.infer<typeof pastDeployment>;
export type ListedVariable = z.infer<typeof listedVariable>;
export type ListedMonitor = z.infer<typeof listedMonitor>;
export type ListedNotification = z.infer<typeof listedNotification>;

/** How every call to Vercel is made. */
export const accessTo = ({ url, token }: VendorConnections["vercel"]): Access => ({
  vendor: "Vercel",
  url,
  headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
  credential: "VERCEL_API_TOKEN",
});

/** A team is named by its id or by the name in addresses. */
const teamMember = (team: string): "teamId" | "slug" => (team.startsWith("team_") ? "teamId" : "slug");

/** What a query says so that a call goes to a team: `teamId=team_acme`. */
export const inTeam = (team: string): string => `${teamMember(team)}=${encodeURIComponent(team)}`;

/** Reads the projects of a Vercel team (vercel.com/docs/rest-api). Errors: see `VendorHttp.get`. */
export class VercelClient {
  readonly http: VendorHttp;
  readonly #team: string | null;

  constructor(connection: VendorConnections["vercel"], limits: Limits = {}) {
    this.#team = connection.team;
    this.http = new VendorHttp({ ...accessTo(connection), ...limits });
  }

  /** All projects of the team, with the state of their crons. */
  async projects(): Promise<ListedProject[]> {
    const schema = z.object({ projects: z.array(listedProject), pagination });
    return this.#pages("/v10/projects", "from", "projects", schema, ({ projects }) => projects);
  }

  /** A project's environment variables; values that are encrypted or sensitive are not asked for. */
  async environmentVariables(projectId: string): Promise<ListedVariable[]> {
    const schema = z.object({ envs: z.array(listedVariable), pagination });
    const what = `environment variables of project ${projectId}`;
    return this.#pages(`/v10/projects/${encodeURIComponent(projectId)}/env`, "until", what, schema, ({ envs }) => envs);
  }

  /** The newest production deployment of a project that is ready; null if it has none. */
  async newestProduction(projectId: string): Promise<Deployment | null> {
    return (await this.recentProductions(projectId, 1))[0] ?? null;
  }

  /** The production deployments of a project that are ready, the newest first. */
  async recentProductions(projectId: string, most: number): Promise<Deployment[]> {
    const query = this.#query({ projectId, target: "production", state: "READY", limit: String(most) });
    const what = `deployments of project ${projectId}`;
    const schema = z.object({ deployments: z.array(listedDeployment) });
    const ask = { path: `/v6/deployments?${query}`, what, scope: "read access to the team's projects", schema };
    return (await this.http.get(ask)).data.deployments;
  }

  /** Deployments of a project, of whatever kind and outcome, that were made at or after `since`; the newest first. */
  async deploymentsSince(projectId: string, since: Date): Promise<PastDeployment[]> {
    const what = `deployments of project ${projectId}`;
    const scope = "read access to the team's projects";
    const schema = z.object({ deployments: z.array(pastDeployment), pagination });
    return readPages({ vendor: "Vercel", what }, async (until) => {
      const query = this.#query({ projectId, limit: String(perPage), ...(until === "" ? {} : { until }) });
      const { data } = await this.http.get({ path: `/v6/deployments?${query}`, what, scope, schema });
      const inTime = data.deployments.filter(({ created }) => created >= since.getTime());
      return { items: inTime, next: inTime.length < data.deployments.length ? null : following(data) };
    });
  }

  /** Where the team's logs and traces are forwarded to. */
  async drains(): Promise<Drain[]> {
    const schema = z.object({ drains: z.array(listedDrain) });
    const ask = {
      path: `/v1/drains?${this.#query({})}`,
      what: "drains",
      scope: "read access to the team's drains",
      schema,
    };
    return (await this.http.get(ask)).data.drains;
  }

  /** All monitors of the team. */
  async monitors(): Promise<ListedMonitor[]> {
    const schema = z.object({ rules: z.array(listedMonitor), pagination });
    const scope = "read access to the team's alerts";
    return readPages({ vendor: "Vercel", what: "monitors" }, async (cursor) => {
      const query = this.#query({ limit: String(perPage), ...(cursor === "" ? {} : { cursor }) });
      const { data } = await this.http.get({ path: `${monitorsPath}?${query}`, what: "monitors", scope, schema });
      return { items: data.rules, next: following(data) };
    });
  }

  /** Where the notifications of a monitor go. */
  async monitorNotifications(id: string): Promise<ListedNotification[]> {
    const what = `notifications of monitor ${id}`;
    const schema = z.object({ notifications: z.array(listedNotification) });
    const path = `${monitorsPath}/${encodeURIComponent(id)}/notifications?${this.#query({})}`;
    return (await this.http.get({ path, what, scope: "read access to the team's alerts", schema })).data.notifications;
  }

  /** What fires, and what fired since a time, by the ids of monitors. */
  async monitorStates(since: Date): Promise<Map<string, VercelMonitorState>> {
    const path = `${groupsPath(since)}&${this.#query({})}`;
    const ask = {
      path,
      what: "the states of monitors",
      scope: "read access to the team's alerts",
      schema: vercelGroups,
    };
    return statesOf((await this.http.get(ask)).data);
  }

  /** A team by its id or slug. */
  async team(team: string): Promise<z.infer<typeof listedTeam>> {
    const scope = "read access to the team";
    const ask = { path: `/v2/teams/${encodeURIComponent(team)}`, what: `team ${team}`, scope, schema: listedTeam };
    return (await this.http.get(ask)).data;
  }

  /** The team's plan, such as `hobby`, `pro`, `enterprise`; null where Vercel does not say. */
  async plan(team: string): Promise<string | null> {
    const schema = z.object({ billing: z.object({ plan: z.string() }).nullish() });
    const ask = {
      path: `/v2/teams/${encodeURIComponent(team)}`,
      what: `team ${team}`,
      scope: "read access to the team",
      schema,
    };
    return (await this.http.get(ask)).data.billing?.plan ?? null;
  }

  /** `marker` is the parameter that carries the answer's `pagination.next`; Vercel's lists differ in its name. */
  async #pages<T extends { pagination?: z.infer<typeof pagination> }, E>(
    path: string,
    marker: "from" | "until",
    what: string,
    schema: z.ZodType<T>,
    entriesOf: (page: T) => E[],
  ): Promise<E[]> {
    return readPages({ vendor: "Vercel", what }, async (next) => {
      const query = this.#query({ limit: String(perPage), ...(next === "" ? {} : { [marker]: next }) });
      const scope = "read access to the team's projects";
      const { data } = await this.http.get({ path: `${path}?${query}`, what, scope, schema });
      return { items: entriesOf(data), next: following(data) };
    });
  }

  /** A team is named by its id or by its slug, each with a parameter of its own; without one, the token's own account. */
  #query(parameters: Record<string, string>): string {
    const query = new URLSearchParams(parameters);
    if (this.#team !== null) query.set(teamMember(this.#team), this.#team);
    return query.toString();
  }
}

/** The mark of the next page; null after the last. */
const following = ({ pagination: given }: { pagination?: z.infer<typeof pagination> }): string | null =>
  given?.next == null ? null : String(given.next);
