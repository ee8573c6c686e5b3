import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { DatabaseConnections } from "../connections.ts";
import { FireHttp } from "../http/act.ts";
import type { DrillPlace } from "./drill-places.ts";

const gone = z.array(z.object({ id: z.string() }));

/** A drill's calls to the databases of the monitored services, by Supabase's public REST interface. */
export class SupabaseFire {
  readonly #open = new Map<string, { http: FireHttp; url: string }>();
  readonly #places: readonly DrillPlace[];

  /** @param places where drills of this project's statements leave rows */
  constructor(databases: DatabaseConnections, places: readonly DrillPlace[]) {
    this.#places = places;
    for (const [service, { url, key, credential }] of databases) {
      // A secret key is no JWT: it goes into `apikey` alone.
      const headers = { apikey: key, accept: "application/json" };
      this.#open.set(service, {
        url: `${url}/rest/v1`,
        http: new FireHttp({ vendor: "Supabase", headers, credential }),
      });
    }
  }

  /** Begins every id of one drill's rows: in the range of all drills' rows, and unlike any other's. */
  rowPrefix(): string {
    const hex = randomBytes(5).toString("hex");
    return `70c51d00-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}`;
  }

  /** Whether rows can be written into a service's database. */
  reaches(service: string): boolean {
    return this.#open.has(service);
  }

  /** @throws VendorError when the database does not take them */
  async insert(service: string, table: string, rows: JsonObject[]): Promise<void> {
    const { http, url } = this.#of(service);
    const call = {
      method: "POST",
      url: `${url}/${table}`,
      body: rows,
      what: `add rows to ${table}`,
      scope: "write access",
      headers: { prefer: "return=minimal" },
    } as const;
    await http.json(call, z.unknown());
  }

  /** Rows that a path names, and the database's clock. */
  async rows<T>(service: string, path: string, what: string, schema: z.ZodType<T>): Promise<{ rows: T[]; date: Date }> {
    const { http, url } = this.#of(service);
    const call = { method: "GET", url: `${url}/${path}`, what, scope: "read access" } as const;
    const { data, date } = await http.json(call, z.array(schema));
    return { rows: data, date };
  }

  /**
   * Deletes the rows that a path such as `/SERVICE/jobs?id=in.(...)` names; how many there were. None in a table that is not
   * there.
   */
  async remove(path: string): Promise<number> {
    const [, service = "", rest = ""] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
    const { http, url } = this.#of(service);
    const call = {
      method: "DELETE",
      url: `${url}${rest}${rest.includes("?") ? "&" : "?"}select=id`,
      what: "delete a drill's rows",
      scope: "write access",
      headers: { prefer: "return=representation" },
    } as const;
    const answer = await http.send(call);
    if (answer.status === 404) return 0;
    return (await http.json(call, gone, answer)).data.length;
  }

  /** Deletes what any drill left; how many rows there were. */
  async removeAll(): Promise<number> {
    let removed = 0;
    for (const { service, path } of this.#places) {
      if (this.reaches(service)) removed += await this.remove(`/${service}${path}`);
    }
    return removed;
  }

  #of(service: string): { http: FireHttp; url: string } {
    const found = this.#open.get(service);
    if (found === undefined) throw new Error(`no connection to the database of ${service} is configured`);
    return found;
  }
}
