import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { Connections } from "../connections.ts";
import { FireHttp } from "../fire-http.ts";

/** Ids of all rows that drills make lie between these two: so they are found without a journal, in any table. */
const drillRows = {
  first: "70c51d00-0000-4000-8000-000000000000",
  last: "70c51d00-ffff-4fff-bfff-ffffffffffff",
} as const;

/** Begins every id of one drill's rows: in the range of all drills' rows, and unlike any other's. */
export function drillRowPrefix(): string {
  const hex = randomBytes(5).toString("hex");
  return `70c51d00-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}`;
}

/**
 * Tables that drills put rows into, those first whose rows name rows of others; schedules before jobs, as of a schedule that is
 * gone no more jobs are made.
 */
export const tables = ["schedules", "jobs", "profile_photos", "clips", "projects", "workspaces"] as const;

export type DrillTable = (typeof tables)[number];

const within = (column: string): string => `${column}.gte.${drillRows.first},${column}.lte.${drillRows.last}`;

/**
 * Names every row of a table that any drill made, as a path of the REST interface; of jobs also those that the app made for a
 * schedule of ours.
 */
export const drillRowsIn = (table: DrillTable): string =>
  table === "jobs"
    ? `/jobs?or=(and(${within("id")}),and(${within("payload->>schedule_id")}))`
    : `/${table}?id=gte.${drillRows.first}&id=lte.${drillRows.last}`;

const gone = z.array(z.object({ id: z.string() }));

/** A drill's calls to the database of the monitored service, by Supabase's public REST interface. */
export class SupabaseFire {
  readonly #http: FireHttp;
  readonly #url: string;

  constructor({ url, key }: NonNullable<Connections["supabase"]>) {
    this.#url = `${url}/rest/v1`;
    this.#http = new FireHttp({
      vendor: "Supabase",
      // A secret key is no JWT: it goes into `apikey` alone.
      headers: { apikey: key, accept: "application/json" },
      credential: "SUPABASE_DRILL_KEY",
    });
  }

  /** @throws VendorError when the database does not take them */
  async insert(table: DrillTable, rows: JsonObject[]): Promise<void> {
    const url = `${this.#url}/${table}`;
    const headers = { prefer: "return=minimal" };
    const call = {
      method: "POST",
      url,
      body: rows,
      what: `add rows to ${table}`,
      scope: "write access",
      headers,
    } as const;
    await this.#http.json(call, z.unknown());
  }

  /** Rows that a path names, and the database's clock. */
  async rows<T>(path: string, what: string, schema: z.ZodType<T>): Promise<{ rows: T[]; date: Date }> {
    const call = { method: "GET", url: `${this.#url}/${path}`, what, scope: "read access" } as const;
    const { data, date } = await this.#http.json(call, z.array(schema));
    return { rows: data, date };
  }

  /** Deletes the rows that a path such as `/jobs?id=in.(...)` names; how many there were. None in a table that is not there. */
  async remove(path: string): Promise<number> {
    const call = {
      method: "DELETE",
      url: `${this.#url}${path}${path.includes("?") ? "&" : "?"}select=id`,
      what: "delete a drill's rows",
      scope: "write access",
      headers: { prefer: "return=representation" },
    } as const;
    const answer = await this.#http.send(call);
    if (answer.status === 404) return 0;
    return (await this.#http.json(call, gone, answer)).data.length;
  }

  /** Deletes what any drill left; how many rows there were. */
  async removeAll(): Promise<number> {
    let removed = 0;
    for (const table of tables) {
      removed += await this.remove(drillRowsIn(table));
    }
    return removed;
  }
}
