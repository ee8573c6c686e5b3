import { z } from "zod";
import type { Connections } from "../connections.ts";
import { type Limits, VendorHttp } from "../http.ts";
import { VendorAbsent } from "../http-errors.ts";
import { type DrillTable, drillRowsIn, tables } from "./fire.ts";

const rows = z.array(z.object({ id: z.string() }));

/** Reads of the monitored database what drills may have left there, by the key that they write with. */
export class SupabaseRows {
  readonly http: VendorHttp;

  constructor({ url, key }: NonNullable<Connections["supabase"]>, limits: Limits = {}) {
    this.http = new VendorHttp({
      vendor: "Supabase",
      url: `${url}/rest/v1`,
      headers: { apikey: key, accept: "application/json" },
      credential: "SUPABASE_DRILL_KEY",
      ...limits,
    });
  }

  /**
   * Ids of rows that drills made and did not take away, by table; as many as the interface shows at once (Supabase: 1000).
   * A table that is not there holds none; where none of them is there, the address is no such database.
   * @throws VendorError
   */
  async left(): Promise<{ table: DrillTable; ids: string[] }[]> {
    const asked = await Promise.allSettled(tables.map(async (table) => ({ table, ids: await this.#idsIn(table) })));
    const found = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    for (const one of asked) {
      if (one.status === "rejected" && (!(one.reason instanceof VendorAbsent) || found.length === 0)) throw one.reason;
    }
    return found.filter(({ ids }) => ids.length > 0);
  }

  async #idsIn(table: DrillTable): Promise<string[]> {
    const path = `${drillRowsIn(table)}&select=id&order=id`;
    const ask = { path, what: `rows of drills in ${table}`, scope: "read access", schema: rows };
    return (await this.http.get(ask)).data.map(({ id }) => id);
  }
}
