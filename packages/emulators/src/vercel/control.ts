import { Hono } from "hono";
import type { VercelStore } from "./store.ts";

/**
 * What the control app offers for Vercel: `GET /vercel/functions` tells of every project whose functions run here which crons
 * it has, whether they are on, and what the last call of each answered (`status` is null while it is under way).
 */
export function vercelControl(store: VercelStore): Hono {
  const control = new Hono();
  control.get("/functions", (c) => {
    const projects = [...store.projects.values()].filter(({ id }) => store.functions.has(id));
    return c.json(
      projects.map(({ id, name, crons }) => ({
        project: name,
        enabled: crons.disabledAt === null,
        crons: crons.definitions.map(({ path, schedule }) => {
          const last = store.functions.lastCalls(id).find((call) => call.path === path);
          return {
            path,
            schedule,
            last: last && { at: last.at, status: last.answer?.status ?? null, body: last.answer?.body ?? "" },
          };
        }),
      })),
    );
  });
  return control;
}
