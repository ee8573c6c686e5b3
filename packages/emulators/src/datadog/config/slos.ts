import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { USER } from "../api/account.ts";
import { readBody } from "../api/body.ts";
import { Refusal, refuse } from "../api/errors.ts";
import { epochSeconds } from "../api/format.ts";
import { wholeNumber } from "../api/params.ts";
import { parseExpression } from "../query/expression.ts";
import { parseMetricTerm } from "../query/metric.ts";
import { QueryError, Scanner } from "../query/scanner.ts";
import type { DatadogStore } from "../store.ts";
import { bothForms } from "./slo-forms.ts";
import { type SloBody, sloSchema } from "./slo-schema.ts";
import type { Json, Stored } from "./stored.ts";

const TYPE_IDS: Record<SloBody["type"], number> = { monitor: 0, metric: 1, time_slice: 2 };

/** `/api/v1/slo`. Creates and updates answer with a list of one, reads with the object itself. */
export function addSloRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): Stored => {
    const id = c.req.param("id") ?? "";
    const slo = store.slos.get(id);
    if (slo === undefined) throw refuse(404, `SLO not found: ${id} not found`);
    return slo;
  };
  const save = async (c: Context, before: Stored | undefined): Promise<Response> => {
    const sent = await readBody(c, sloSchema);
    judge(store, sent);
    const now = context.now();
    const { id = createHash("md5").update(`slo${context.newId()}`).digest("hex"), createdAt = now } = before ?? {};
    const slo: Stored = { id, body: kept(sent), createdAt, modifiedAt: now };
    store.slos.set(id, slo);
    return c.json({ data: [view(slo)], error: null });
  };

  app.get("/api/v1/slo", (c) => {
    const ids = c.req.query("ids")?.split(",");
    const text = c.req.query("query")?.toLowerCase() ?? "";
    const tag = c.req.query("tags_query");
    const all = [...store.slos.values()];
    const found = all
      .filter(({ id }) => ids === undefined || ids.includes(id))
      .filter(({ body }) => String(body.name).toLowerCase().includes(text))
      .filter(({ body }) => tag === undefined || (Array.isArray(body.tags) && body.tags.includes(tag)));
    const offset = wholeNumber("offset", c.req.query("offset")) ?? 0;
    const limit = wholeNumber("limit", c.req.query("limit")) ?? 1_000;
    return c.json({
      data: found.slice(offset, offset + limit).map(view),
      error: null,
      metadata: { page: { total_count: all.length, total_filtered_count: found.length } },
    });
  });
  app.post("/api/v1/slo", (c) => save(c, undefined));
  app.get("/api/v1/slo/:id", (c) => c.json({ data: view(find(c)), errors: [] }));
  app.put("/api/v1/slo/:id", (c) => save(c, find(c)));
  app.delete("/api/v1/slo/:id", (c) => {
    const { id } = find(c);
    const users = [...store.monitors.values()].filter(({ parsed }) => parsed.kind === "slo" && parsed.sloId === id);
    if (users.length > 0 && c.req.query("force") !== "true") {
      const reason = `SLO ${id} is referenced in monitors: ${users.map((monitor) => monitor.id).join(", ")}`;
      throw new Refusal(409, { data: [], errors: { [id]: reason } });
    }
    store.slos.delete(id);
    return c.json({ data: [id], error: null });
  });
}

/** Refuses an SLO that lacks what its type measures; the first two messages are recorded from the API. */
function judge(store: DatadogStore, slo: SloBody): void {
  switch (slo.type) {
    case "monitor": {
      const ids = slo.monitor_ids ?? [];
      if (ids.length === 0) throw refuse(400, "Invalid payload: must specify monitor_ids");
      const unknown = ids.find((id) => !store.monitors.has(id));
      if (unknown !== undefined) throw refuse(400, `Invalid payload: monitor ${unknown} not found`);
      break;
    }
    case "metric":
      if (slo.query === undefined && slo.sli_specification === undefined) {
        throw refuse(400, "Invalid payload: must specify the query for count types");
      }
      for (const query of Object.values(slo.query ?? {})) judgeQuery(query);
      break;
    case "time_slice":
      if (slo.sli_specification === undefined || !("time_slice" in slo.sli_specification)) {
        throw refuse(400, "Invalid payload: must specify sli_specification");
      }
  }
  for (const query of specified(slo)) judgeQuery(query);
  for (const { target, warning } of slo.thresholds) {
    if (typeof warning === "number" && warning <= target) {
      throw refuse(400, "Invalid payload: the warning threshold must be greater than the target threshold");
    }
  }
}

/** The metric queries of an SLI specification. */
function specified({ sli_specification: given }: SloBody): string[] {
  if (given === undefined) return [];
  return ("time_slice" in given ? given.time_slice.query : given.count).queries.map(({ query }) => query);
}

function judgeQuery(query: string): void {
  try {
    const scanner = new Scanner(query);
    parseExpression(scanner, parseMetricTerm);
    if (!scanner.space().done) scanner.fail("unexpected text after the query");
  } catch (error) {
    if (error instanceof QueryError) throw refuse(400, `Invalid payload: invalid query: ${error.message}`);
    throw error;
  }
}

function kept(sent: SloBody): Json {
  const slo = { ...sent, ...bothForms(sent) };
  const thresholds = slo.thresholds.map(({ timeframe, target, warning }) => ({
    timeframe,
    target,
    target_display: display(target),
    ...(typeof warning === "number" ? { warning, warning_display: display(warning) } : {}),
  }));
  const [first] = slo.thresholds;
  return {
    ...slo,
    tags: slo.tags ?? [],
    monitor_tags: [],
    thresholds,
    type_id: TYPE_IDS[slo.type],
    description: slo.description ?? "",
    timeframe: slo.timeframe ?? first?.timeframe,
    target_threshold: slo.target_threshold ?? first?.target,
  };
}

/** A percentage as the API prints it: `99.5`, and `99.` for a whole number. */
function display(percentage: number): string {
  return Number.isInteger(percentage) ? `${percentage}.` : String(percentage);
}

function view({ id, body, createdAt, modifiedAt }: Stored): Json {
  return { id, ...body, creator: USER, created_at: epochSeconds(createdAt), modified_at: epochSeconds(modifiedAt) };
}
