import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { Refusal } from "../api/errors.ts";
import { compileGrok, GrokError } from "../intake/grok.ts";
import type { DatadogStore } from "../store.ts";
import { judgeFilter } from "./logs-metrics.ts";
import type { Json, Stored } from "./stored.ts";

const grokParser = z.looseObject({
  source: z.string(),
  grok: z.object({
    match_rules: z.string().min(1),
    support_rules: z.string().max(0, "helper rules are not applied by this emulator").optional(),
  }),
});

/** Only parsers are applied; a processor that would do nothing here is refused rather than kept. */
const processor = z.looseObject({ type: z.string().min(1), name: z.string().optional() }).superRefine((value, ctx) => {
  const refuseWith = (message: string) => ctx.addIssue({ code: "custom", message });
  if (value.type !== "grok-parser")
    return refuseWith(`this emulator does not apply processors of type '${value.type}'`);
  const parser = grokParser.safeParse(value);
  if (!parser.success) return refuseWith("a grok-parser needs 'source', 'grok.match_rules' and no helper rules");
  try {
    compileGrok(parser.data.grok.match_rules);
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    refuseWith(error.message);
  }
});

const schema = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  filter: z.object({ query: z.string() }).default({ query: "" }),
  is_enabled: z.boolean().default(false),
  processors: z.array(processor).default([]),
  tags: z.array(z.string()).optional(),
});

/** `/api/v1/logs/config/pipelines`. */
export function addLogsPipelineRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): Stored => {
    const pipeline = store.logsPipelines.get(c.req.param("id") ?? "");
    // A pipeline that there is not is a 400 here, not a 404 (recorded).
    if (pipeline === undefined) throw invalid("Non existing pipeline");
    return pipeline;
  };
  const save = async (c: Context, before: Stored | undefined): Promise<Response> => {
    const sent = await readBody(c, schema);
    judgeFilter(sent.filter.query);
    const now = context.now();
    const { id = newPipelineId(context.newId()), createdAt = now } = before ?? {};
    const body = { ...sent, processors: sent.processors.map(withDefaults) };
    const pipeline: Stored = { id, body, createdAt, modifiedAt: now };
    store.logsPipelines.set(id, pipeline);
    return c.json(view(pipeline));
  };

  app.get("/api/v1/logs/config/pipelines", (c) => c.json([...store.logsPipelines.values()].map(view)));
  app.post("/api/v1/logs/config/pipelines", (c) => save(c, undefined));
  app.get("/api/v1/logs/config/pipelines/:id", (c) => c.json(view(find(c))));
  app.put("/api/v1/logs/config/pipelines/:id", (c) => save(c, find(c)));
  app.delete("/api/v1/logs/config/pipelines/:id", (c) => {
    store.logsPipelines.delete(find(c).id);
    return c.json({});
  });
  app.get("/api/v1/logs/config/pipeline-order", (c) => c.json({ pipeline_ids: [...store.logsPipelines.keys()] }));
}

/** What the server adds to a parser that does not state it. */
function withDefaults(each: z.infer<typeof processor>): Json {
  return each.type === "grok-parser" ? { samples: [], is_enabled: false, ...each } : each;
}

function invalid(message: string): Refusal {
  return new Refusal(400, { error: { code: "InvalidArgument", message } });
}

/** 22 characters, as the API's ids of pipelines are. */
function newPipelineId(id: number): string {
  return createHash("sha256").update(`pipeline${id}`).digest("base64url").slice(0, 22);
}

function view({ id, body }: Stored): Json {
  return { id, type: "pipeline", is_read_only: false, ...body };
}
