import type { Hono } from "hono";
import { refuse } from "../api/errors.ts";

/** The one index that the organisation has; it takes all logs. */
const MAIN = {
  name: "main",
  filter: { query: "" },
  num_retention_days: 15,
  daily_limit: null,
  is_rate_limited: false,
  exclusion_filters: [],
};

/** `/api/v1/logs/config/indexes`, to read only: which index takes a log decides whether a monitor sees it. */
export function addLogsIndexRoutes(app: Hono): void {
  app.get("/api/v1/logs/config/indexes", (c) => c.json({ indexes: [MAIN] }));
  app.get("/api/v1/logs/config/indexes/:name", (c) => {
    if (c.req.param("name") !== MAIN.name) throw refuse(404, `Index ${c.req.param("name")} not found`);
    return c.json(MAIN);
  });
}
