import { z } from "zod";
import { read } from "../http.ts";
import { gauge, percent } from "../metric.ts";
import type { Part } from "../part.ts";
import { eachDatabase } from "./each-database.ts";

/** The services of a project that the Management API tells of. */
const services = ["auth", "db", "pooler", "realtime", "rest", "storage"];

const health = z.array(z.object({ name: z.string(), status: z.string() }));
const disk = z.object({ metrics: z.object({ fs_size_bytes: z.number(), fs_used_bytes: z.number() }) });
const pools = z.array(
  z.object({
    database_type: z.string(),
    default_pool_size: z.number().nullish(),
    max_client_conn: z.number().nullish(),
  }),
);

/** Whether each of the project's services is healthy (1) or not (0). One that is only coming up is not. */
export const serviceHealth: Part = {
  name: "services",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ management }) => {
      const { api, ref } = management();
      const path = `/v1/projects/${ref}/health?services=${services.join(",")}`;
      const { data } = await read(api, path, health, signal);
      const metrics = data.map(({ name, status }) =>
        gauge("supabase.healthy", status === "ACTIVE_HEALTHY" ? 1 : 0, { service: name }),
      );
      return { metrics };
    }),
};

/** How full the database's disk is. */
export const diskUse: Part = {
  name: "disk",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ management }) => {
      const { api, ref } = management();
      const { data } = await read(api, `/v1/projects/${ref}/config/disk/util`, disk, signal);
      const { fs_size_bytes: size, fs_used_bytes: used } = data.metrics;
      return { metrics: [gauge("db.disk_bytes", size), gauge("db.disk_used_pct", percent(used, size))] };
    }),
};

/** What the pooler allows: connections to the database, and clients. */
export const pool: Part = {
  name: "pool",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ management }) => {
      const { api, ref } = management();
      const { data } = await read(api, `/v1/projects/${ref}/config/database/pooler`, pools, signal);
      const primary = data.find(({ database_type }) => database_type === "PRIMARY");
      const told = (name: string, value: number | null | undefined) => (value == null ? [] : [gauge(name, value)]);
      return {
        metrics: [
          ...told("db.pool_size", primary?.default_pool_size),
          ...told("db.pool_clients_max", primary?.max_client_conn),
        ],
      };
    }),
};
