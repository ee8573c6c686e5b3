import type { ProjectFacts } from "../check.ts";
import { type DoctorLine, left, ok, wrong } from "../doctor-line.ts";
import type { DatadogClient } from "./client.ts";
import { measured } from "./reads.ts";

/** The sizes of poolers that a stack file states, against those that the probe has read of the platform in the last hour. */
export async function poolLines(client: DatadogClient, { config }: ProjectFacts): Promise<DoctorLine[]> {
  const stated = Object.entries(config.supabase).flatMap(([service, { connectionPool }]) =>
    connectionPool === undefined ? [] : [{ service, connectionPool }],
  );
  return Promise.all(
    stated.map(async ({ service, connectionPool }): Promise<DoctorLine> => {
      const [area, what] = ["supabase", `the pooler of ${service}`];
      const query = `max:tocsin.probe.db.pool_size{env:${config.name},database:${service}}`;
      const series = await measured(client.http, query, { from: 3_600, to: 0 });
      const size = series.flatMap(({ values }) => values.slice(-1)).at(-1);
      if (size === undefined)
        return left(area, what, "the probe has not told its size in the last hour", "Look again once the probe runs.");
      if (size === connectionPool) return ok(area, what, `it holds ${size} connections, as the stack file says`);
      return wrong(
        area,
        what,
        `it holds ${size} connections, the stack file says ${connectionPool}`,
        `Set tocsin:supabase.${service}.connectionPool to ${size} in Pulumi.${config.name}.yaml: an alert on a share of it fires at another number.`,
      );
    }),
  );
}
