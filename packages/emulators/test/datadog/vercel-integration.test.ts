import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { vendorFile, vendorFiles } from "../../../tocsin/test/support/vendor-files.ts";
import { indexedLog } from "../../src/datadog/intake/logs.ts";
import type { LogMetric } from "../../src/datadog/integrations/types.ts";
import { vercelMetrics, vercelPipeline } from "../../src/datadog/integrations/vercel.ts";
import { newWorld } from "./world.ts";

const object = z.record(z.string(), z.unknown());
const published = z.object({
  pipeline: z.object({
    enabled: z.literal(true),
    filter: z.object({ query: z.string() }),
    processors: z.array(object),
  }),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      query: z.string(),
      groupBys: z.array(z.strictObject({ path: z.string(), tagName: z.string() })),
      aggregation: z.strictObject({ path: z.string(), includePercentiles: z.boolean() }).optional(),
    }),
  ),
});
const samples = z.object({
  tests: z.array(
    z.object({
      sample: z.string(),
      result: z.strictObject({
        custom: object,
        message: z.string(),
        service: z.string(),
        span_id: z.string(),
        trace_id: z.string(),
        status: z.string(),
        tags: z.array(z.string()),
        timestamp: z.string(),
      }),
    }),
  ),
});

/** Members that say what everything here is anyway; with another value they would be a difference. */
const implied: Record<string, unknown> = {
  enabled: true,
  sourceType: "attribute",
  targetType: "attribute",
  preserveSource: false,
  overrideOnConflict: false,
  replaceMissing: false,
  ip_processing_behavior: "do-nothing",
};

/** A processor of the file in the words of our table. */
function asInTable({ name: _, samples: __, grok, categories, ...rest }: Record<string, unknown>) {
  for (const [key, value] of Object.entries(implied))
    if (key in rest) {
      expect([key, rest[key]]).toEqual([key, value]);
      delete rest[key];
    }
  const rules = z
    .strictObject({ supportRules: z.literal(""), matchRules: z.string() })
    .optional()
    .parse(grok);
  const named = z
    .array(z.strictObject({ filter: z.strictObject({ query: z.string() }), name: z.string() }))
    .optional()
    .parse(categories);
  return {
    ...rest,
    ...(rules === undefined ? {} : { matchRules: rules.matchRules }),
    ...(named === undefined ? {} : { categories: named.map(({ filter, name }) => ({ query: filter.query, name })) }),
  };
}

describe(`the table of Vercel's integration, ${vendorFiles},`, () => {
  const text = vendorFile("datadog-vercel/vercel.yaml");

  test("has the published pipeline: its filter, and every processor in its order", () => {
    if (text === undefined) return;
    const { pipeline } = published.parse(parse(text));
    expect(vercelPipeline.filter).toBe(pipeline.filter.query);
    expect(vercelPipeline.processors).toEqual(pipeline.processors.map(asInTable));
  });

  test("has the published metrics: their searches, tags and measures", () => {
    if (text === undefined) return;
    const { metrics } = published.parse(parse(text));
    const theirs = metrics.map(
      ({ name, query, groupBys, aggregation }): LogMetric => ({
        name,
        query,
        tags: Object.fromEntries(groupBys.map(({ path, tagName }) => [tagName, path])),
        measure: aggregation?.path ?? null,
      }),
    );
    expect(vercelMetrics).toEqual(theirs);
  });

  test("is all that the integration says it measures", () => {
    const listed = vendorFile("datadog-vercel/metadata.csv");
    if (listed === undefined) return;
    const [, ...rows] = listed.trim().split("\n");
    // The pipeline counts builds under another name than the list gives.
    const names = rows.map((row) => row.split(",")[0]?.replace("vercel.builds.", "vercel.projects."));
    expect(vercelMetrics.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  test("makes of the vendor's samples what the vendor says, field by field", () => {
    const tests = vendorFile("datadog-vercel/vercel_tests.yaml");
    if (tests === undefined) return;
    for (const { sample, result } of samples.parse(parse(tests)).tests) {
      const { message: written, ...fields } = object.parse(JSON.parse(sample));
      const sent = { ...fields, ddsource: "vercel", message: written };
      const log = indexedLog(sent, 1, new Date(), [], (told) => told.getTime());
      const { attributes: custom, message, service, status, traceId: trace_id, spanId: span_id } = log;
      const timestamp = new Date(log.at).toISOString();
      // What the vendor's own tests call the source of every pipeline.
      const tags = [`source:${log.source === "vercel" ? "LOGS_SOURCE" : log.source}`, ...log.tags];
      expect({ custom, message, service, span_id, trace_id, status, tags, timestamp }).toEqual(result);
    }
  });
});

/** A line of a drain: what `changes` does not say is a function's report of a good request. */
const line = (changes: object = {}, proxy: object = {}) => ({
  ddsource: "vercel",
  id: "1",
  source: "lambda",
  host: "shop-acme.vercel.app",
  projectName: "shop",
  projectId: "prj_shop",
  environment: "production",
  branch: "main",
  level: "info",
  message:
    "START RequestId: a Version: $LATEST\nEND RequestId: a\nREPORT RequestId: a\tDuration: 49.44 ms\tBilled Duration: 50 ms\tMemory Size: 1024 MB\tMax Memory Used: 91 MB",
  path: "/api/x",
  requestId: "r1",
  statusCode: 200,
  traceId: "t1",
  proxy: { method: "GET", host: "shop.example", path: "/api/x?y=1", region: "fra1", statusCode: 200, ...proxy },
  ...changes,
});

describe("a line of Vercel's drain", () => {
  test.each([
    [200, "ok"],
    [304, "notice"],
    [404, "warn"],
    [503, "error"],
  ])("of a request that was answered %i has the status %s, and its project as service", async (statusCode, status) => {
    const world = await newWorld();
    await world.log(line({}, { statusCode }));
    expect(world.emulator.store.logs.all).toMatchObject([
      {
        status,
        service: "shop",
        tags: [],
        traceId: "t1",
        attributes: { requestId: "r1", environment: "production", url_host: "shop-acme.vercel.app" },
      },
    ]);
  });

  test("of a build has the status that its level says, and what its message lacks is not there", async () => {
    const world = await newWorld();
    const { proxy: _, ...build } = line({ source: "build", level: "error", message: "Build failed" });
    await world.log(build);
    const [log] = world.emulator.store.logs.all;
    expect(log).toMatchObject({ status: "error", service: "shop" });
    expect(log?.attributes).not.toHaveProperty("lambda");
    expect(log?.attributes).not.toHaveProperty("http");
  });

  test("of a cold start tells how long that took; of a warm one it says nothing", async () => {
    const world = await newWorld();
    const cold = line();
    await world.log({ ...cold, message: `${cold.message}\tInit Duration: 120.5 ms` });
    await world.log(cold);
    expect(world.emulator.store.logs.all.map(({ attributes }) => attributes.lambda)).toEqual([
      expect.objectContaining({ duration: 49_440_000, billed_duration: 50, execution: 51_200, init_duration: 120.5 }),
      expect.not.objectContaining({ init_duration: expect.anything() }),
    ]);
  });

  test("is counted as an invocation and a request when it is a report; a file is a request only", async () => {
    const world = await newWorld();
    for (const statusCode of [200, 200, 500]) {
      await world.log(line({ message: "GET /api/x", statusCode }, { statusCode }));
      await world.log(line({ statusCode }, { statusCode }));
    }
    await world.log(line({ source: "static", message: "", path: "/icon.png" }));
    const total = async (query: string) => {
      const now = Math.ceil(Date.now() / 1_000);
      const path = `/api/v1/query?from=${now - 600}&to=${now + 60}&query=${encodeURIComponent(query)}`;
      const answer = await world.call("GET", path);
      const { series } = z
        .object({ series: z.array(z.object({ pointlist: z.array(z.tuple([z.number(), z.number()])) })) })
        .parse(answer.value);
      return series.flatMap(({ pointlist }) => pointlist.map(([, value]) => value)).reduce((a, b) => a + b, 0);
    };
    const scope = "environment:production,project_name:shop";
    expect(await total(`sum:vercel.requests{${scope}}.as_count()`)).toBe(4);
    expect(await total(`sum:vercel.requests{${scope},source:static}.as_count()`)).toBe(1);
    expect(await total(`sum:vercel.functions.invocations{${scope}}.as_count()`)).toBe(3);
    expect(await total(`sum:vercel.functions.invocations{${scope},!status_code:5*}.as_count()`)).toBe(2);
    expect(await total(`sum:vercel.functions.errors{${scope}}.as_count()`)).toBe(1);
    expect(await total(`p95:vercel.functions.duration{${scope}}`)).toBe(49_440_000);
    expect(await total(`avg:vercel.functions.max_memory_used{${scope}}`)).toBe(91);
    // Tags of a proposal that was never published.
    expect(await total(`sum:vercel.requests{deployment_env:production}.as_count()`)).toBe(0);
  });
});

test("a metric that an account makes of its own lines counts them too", async () => {
  const world = await newWorld();
  const attributes = {
    compute: { aggregation_type: "count" },
    filter: { query: "source:vercel @requestId:*" },
    group_by: [{ path: "@environment", tag_name: "env" }],
  };
  await world.create("/api/v2/logs/config/metrics", { data: { id: "own.lines", type: "logs_metrics", attributes } });
  await world.log(line());
  expect(world.emulator.store.series.list("own.lines")).toMatchObject([
    { kind: "count", tags: ["env:production"], values: [1] },
  ]);
});
