import { z } from "zod";
import type { DatabaseConnections } from "../connections.ts";
import { VendorAbsent } from "../http/errors.ts";
import { type Limits, VendorHttp } from "../http/read.ts";
import type { DrillPlace } from "./drill-places.ts";

const rows = z.array(z.object({ id: z.string() }));

/** Reads of the monitored databases what drills may have left there, by the keys that they write with. */
export class SupabaseRows {
  readonly #open: ReadonlyMap<string, VendorHttp>;

  constructor(databases: DatabaseConnections, limits: Limits = {}) {
    this.#open = new Map(
      [...databases].map(([service, { url, key, credential }]) => {
        const headers = { apikey: key, accept: "application/json" };
        return [service, new VendorHttp({ vendor: "Supabase", url: `${url}/rest/v1`, headers, credential, ...limits })];
      }),
    );
  }

  /** Calls sent, repetitions included. */
  get http(): readonly VendorHttp[] {
    return [...this.#open.values()];
  }

  /**
   * Ids of rows that drills made and did not take away, by place; as many as the interface shows at once (Supabase: 1000).
   * A table that is not there holds none; where none of them is there, the address is no such database.
   * @throws VendorError
   */
  async left(places: readonly DrillPlace[]): Promise<{ place: DrillPlace; ids: string[] }[]> {
    const reached = places.flatMap((place) => {
      const http = this.#open.get(place.service);
      return http === undefined ? [] : [{ place, http }];
    });
    const asked = await Promise.allSettled(
      reached.map(async ({ place, http }) => ({ place, ids: await idsIn(http, place) })),
    );
    const found = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    for (const one of asked) {
      if (one.status === "rejected" && (!(one.reason instanceof VendorAbsent) || found.length === 0)) throw one.reason;
    }
    return found.filter(({ ids }) => ids.length > 0);
  }
}

async function idsIn(http: VendorHttp, { table, path }: DrillPlace): Promise<string[]> {
  const ask = {
    path: `${path}&select=id&order=id`,
    what: `rows of drills in ${table}`,
    scope: "read access",
    schema: rows,
  };
  return (await http.get(ask)).data.map(({ id }) => id);
}
