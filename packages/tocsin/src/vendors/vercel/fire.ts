import { z } from "zod";
import type { CronEntry } from "../../model/crons.ts";
import type { JsonObject } from "../../model/resource.ts";
import { drillMark } from "../fire-types.ts";
import { FireHttp } from "../http/act.ts";
import { jsonObject } from "../json.ts";
import type { VendorConnections } from "../registry.ts";
import { accessTo, groupsPath, inTeam, monitorsPath } from "./client.ts";
import { drillMarksOf } from "./fire-monitors.ts";
import { statesOf, type VercelMonitorState, vercelGroups } from "./states.ts";

const projectCrons = z.object({
  crons: z
    .object({
      disabledAt: z.number().nullish(),
      definitions: z.array(z.object({ path: z.string(), schedule: z.string() })),
    })
    .nullish(),
});
const listed = z.object({
  deployments: z.array(z.object({ uid: z.string(), meta: z.record(z.string(), z.string()).nullish() })),
});
const scope = "write access to the project";
const alertScope = "write access to the team's alerts";

/** A drill's calls to Vercel: a project's crons off and on again, and deployments that are not to stay. */
export class VercelFire {
  readonly #http: FireHttp;
  readonly #url: string;
  readonly #team: string;

  constructor(connection: VendorConnections["vercel"]) {
    this.#url = connection.url;
    const { team } = connection;
    this.#team = team === null ? "" : inTeam(team);
    this.#http = new FireHttp({
      ...accessTo(connection),
    });
  }

  /** A change as it stands in the journal, or its undoing. @throws VendorError when Vercel does not take it */
  async patch(path: string, body: JsonObject): Promise<void> {
    const call = { method: "PATCH", url: this.#at(path), body, what: "switch crons", scope, repeatable: true } as const;
    await this.#http.json(call, z.unknown());
  }

  /** The crons of a project's production deployment, whether they are on, and Vercel's time. */
  async crons(projectId: string): Promise<{ crons: CronEntry[]; enabled: boolean; now: Date }> {
    const url = this.#at(`/v9/projects/${encodeURIComponent(projectId)}`);
    const { data, date } = await this.#http.json({ method: "GET", url, what: "name crons", scope }, projectCrons);
    const { definitions = [], disabledAt = null } = data.crons ?? {};
    return { crons: definitions, enabled: disabledAt === null, now: date };
  }

  /** Makes a production deployment that carries a drill's token. */
  async deploy(project: { id: string; name: string }, files: JsonObject[], token: string): Promise<void> {
    const meta = { [drillMark]: token };
    const body = { name: project.name, project: project.id, target: "production", files, meta };
    const call = { method: "POST", url: this.#at("/v13/deployments"), body, what: "deploy", scope } as const;
    await this.#http.json(call, z.unknown());
  }

  /** Deletes the deployments that a path such as `deploymentsOf` lists, where a drill made them; how many there were. */
  async removeDeployments(path: string): Promise<number> {
    const call = { method: "GET", url: this.#at(path), what: "list deployments", scope } as const;
    const { data } = await this.#http.json(call, listed);
    const made = data.deployments.filter(({ meta }) => meta?.[drillMark] !== undefined);
    for (const { uid } of made) {
      const url = this.#at(`/v13/deployments/${encodeURIComponent(uid)}`);
      await this.#http.json({ method: "DELETE", url, what: "delete a drill's deployment", scope }, z.unknown());
    }
    return made.length;
  }

  /** A monitor by its id, or null when it is gone. */
  async monitor(id: string): Promise<JsonObject | null> {
    const call = { method: "GET", url: this.#at(monitorPath(id)), what: "show a monitor", scope: alertScope } as const;
    const answer = await this.#http.send(call);
    if (answer.status === 404) return null;
    return (await this.#http.json(call, z.object({ rule: jsonObject }), answer)).data.rule;
  }

  /** A change of a monitor as it stands in the journal, or its undoing. @throws VendorError when Vercel does not take it */
  async changeMonitor(path: string, body: JsonObject): Promise<void> {
    const call = { method: "PATCH", url: this.#at(path), body, what: "change a monitor", scope: alertScope } as const;
    await this.#http.json({ ...call, repeatable: true }, z.unknown());
  }

  /** Undoes an inversion, if the monitor still exists and still carries that drill's mark. */
  async putBackMonitor(path: string, body: JsonObject, run: string): Promise<boolean> {
    const live = await this.monitor(decodeURIComponent(path.slice(monitorsPath.length + 1)));
    if (live === null || !drillMarksOf(live).includes(run)) return false;
    await this.changeMonitor(path, body);
    return true;
  }

  /** What Vercel says of the monitors that fired since a time, by their ids; one that is not there did not. */
  async monitorStates(since: Date): Promise<{ states: Map<string, VercelMonitorState>; now: Date }> {
    const url = this.#at(groupsPath(since));
    const { data, date } = await this.#http.json(
      { method: "GET", url, what: "tell the monitors' states", scope: alertScope },
      vercelGroups,
    );
    return { states: statesOf(data), now: date };
  }

  /** With the team, which every call names. */
  #at(path: string): string {
    const separator = this.#team === "" ? "" : path.includes("?") ? "&" : "?";
    return `${this.#url}${path}${separator}${this.#team}`;
  }
}

/** `PATCH` with `{enabled}` switches all crons of a project. */
export const cronsPath = (projectId: string): string => `/v1/projects/${encodeURIComponent(projectId)}/crons`;

/** The path of a monitor, for changes. */
export const monitorPath = (id: string): string => `${monitorsPath}/${encodeURIComponent(id)}`;

/** Lists a project's newest deployments: those that carry a drill's token, or all. */
export function deploymentsOf(projectId: string, token?: string): string {
  const query = new URLSearchParams({ projectId, limit: "100" });
  if (token !== undefined) query.set(`meta-${drillMark}`, token);
  return `/v6/deployments?${query}`;
}
