import { z } from "zod";
import { ProbeFailure } from "../failure.ts";
import { read } from "../http.ts";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";
import { eachDatabase } from "./each-database.ts";

const answer = z.object({
  pitr_enabled: z.boolean(),
  backups: z.array(z.object({ status: z.string(), inserted_at: z.iso.datetime({ offset: true }) })),
  physical_backup_data: z.object({ latest_physical_backup_date_unix: z.number().optional() }).nullish(),
});

/**
 * Age of the newest backup that was completed: of the daily ones, or of the last point that point-in-time recovery reaches.
 * Source: GET /v1/projects/{ref}/database/backups of the Management API.
 */
export const backups: Part = {
  name: "backups",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ management }) => {
      const { api, ref } = management();
      const { data, at } = await read(api, `/v1/projects/${ref}/database/backups`, answer, signal);
      const daily = data.backups
        .filter(({ status }) => status === "COMPLETED")
        .map(({ inserted_at }) => Date.parse(inserted_at));
      const continuous = data.pitr_enabled ? data.physical_backup_data?.latest_physical_backup_date_unix : undefined;
      const times = continuous === undefined ? daily : [...daily, continuous * 1000];
      const metrics = [
        gauge("db.backups_completed", daily.length),
        gauge("db.pitr_enabled", data.pitr_enabled ? 1 : 0),
      ];
      if (times.length === 0) {
        const problem = new ProbeFailure("not-found", "Supabase lists no completed backup.");
        return { metrics, problems: [problem] };
      }
      const hours = Math.max(0, at.getTime() - Math.max(...times)) / 3_600_000;
      return { metrics: [...metrics, gauge("db.backup_age_hours", hours)] };
    }),
};
