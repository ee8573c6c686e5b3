import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { checkBody, readJson } from "../api/body.ts";
import type { DatadogStore } from "../store.ts";

const schema = z
  .array(
    z.object({
      check: z.string().min(1),
      host_name: z.string(),
      status: z.int().min(0).max(3),
      tags: z.array(z.string()).default([]),
      message: z.string().optional(),
      timestamp: z.int().optional(),
    }),
  )
  .min(1);

/** Older runs are dropped without a word (docs: Submit a Service Check). */
const OLDEST_MS = 600_000;

/** `POST /api/v1/check_run`: one run or a list. */
export function addCheckRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v1/check_run", async (c) => {
    const body = await readJson(c);
    const now = context.now();
    for (const run of checkBody(Array.isArray(body) ? body : [body], schema)) {
      const at = run.timestamp === undefined ? now : context.clock.fromClient(new Date(run.timestamp * 1_000));
      if (now.getTime() - at.getTime() > OLDEST_MS) continue;
      // "dropped for checks with an OK status", and 500 characters are shown (docs: API, Service Checks).
      const message = run.status === 0 ? "" : (run.message ?? "").slice(0, 500);
      const tags = [...run.tags, `host:${run.host_name}`].map((tag) => tag.toLowerCase());
      store.checks.add({ check: run.check, status: run.status, tags, message, at });
    }
    return c.json({ status: "ok" }, 202);
  });
}
