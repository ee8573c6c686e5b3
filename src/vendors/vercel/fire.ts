import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { Connections } from "../connections.ts";
import { FireHttp } from "../fire-http.ts";

/** A drill's calls to Vercel: a project's crons off and on again. */
export class VercelFire {
  readonly #http: FireHttp;
  readonly #url: string;
  readonly #team: string;

  constructor(connection: NonNullable<Connections["vercel"]>) {
    this.#url = connection.url;
    const { team } = connection;
    this.#team = team === null ? "" : `?${team.startsWith("team_") ? "teamId" : "slug"}=${encodeURIComponent(team)}`;
    this.#http = new FireHttp({
      vendor: "Vercel",
      headers: { authorization: `Bearer ${connection.token}`, accept: "application/json" },
      credential: "VERCEL_API_TOKEN",
    });
  }

  /** A change as it stands in the journal, or its undoing. @throws VendorError when Vercel does not take it */
  async patch(path: string, body: JsonObject): Promise<void> {
    const url = `${this.#url}${path}${this.#team}`;
    const scope = "write access to the project";
    await this.#http.json({ method: "PATCH", url, body, what: "switch crons", scope }, z.unknown());
  }
}

/** `PATCH` with `{enabled}` switches all crons of a project. */
export const cronsPath = (projectId: string): string => `/v1/projects/${encodeURIComponent(projectId)}/crons`;
