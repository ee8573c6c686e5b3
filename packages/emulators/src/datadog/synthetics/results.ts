import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { Json } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";
import type { RunResult, SyntheticsTest } from "./model.ts";
import { runEverywhere, runsOf } from "./runner.ts";

const triggerSchema = z.object({ tests: z.array(z.looseObject({ public_id: z.string() })).min(1) });

/** `POST /api/v1/synthetics/tests/trigger` and `/trigger/ci`, and the results of runs. */
export function addSyntheticsResultRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const seconds = () => context.now().getTime() / 1_000;
  const find = (id: string | undefined): SyntheticsTest => {
    const test = store.tests.get(id ?? "");
    if (test === undefined) throw refuse(404, "Synthetics test not found");
    return test;
  };
  /** A manual run of a test that is not paused counts, one for a CI pipeline never does. */
  const trigger = async (c: Context, manual: boolean): Promise<Response> => {
    const body = await readBody(c, triggerSchema);
    const tests = body.tests.map((each) => find(each.public_id));
    const results: Json[] = [];
    const locations = [...new Set(tests.flatMap((test) => test.body.locations))];
    for (const test of tests.filter(({ notRun }) => notRun === null)) {
      for (const run of await runEverywhere(context, store, test, seconds(), manual && test.status === "live")) {
        const location = locations.indexOf(run.location) + 1;
        results.push({ device: "", location, public_id: test.publicId, result_id: run.id });
      }
    }
    return c.json({
      batch_id: randomUUID(),
      locations: locations.map((name, index) => ({ id: index + 1, name })),
      results,
      triggered_check_ids: tests.map(({ publicId }) => publicId),
    });
  };

  app.post("/api/v1/synthetics/tests/trigger", (c) => trigger(c, true));
  app.post("/api/v1/synthetics/tests/trigger/ci", (c) => trigger(c, false));
  app.get("/api/v1/synthetics/tests/:id/results", (c) => {
    const { results } = runsOf(store, find(c.req.param("id")), seconds());
    const newest = [...results].reverse();
    return c.json({ last_timestamp_fetched: newest[0]?.at ?? 0, results: newest.map(shortView) });
  });
  app.get("/api/v1/synthetics/tests/:id/results/:result", (c) => {
    const test = find(c.req.param("id"));
    const result = runsOf(store, test, seconds()).results.find(({ id }) => id === c.req.param("result"));
    if (result === undefined) throw refuse(404, "Synthetics test result not found");
    return c.json({
      ...shortView(result),
      check_version: 1,
      check: { config: test.body.config },
      result: longView(result),
    });
  });
}

function shortView(result: RunResult): Json {
  const { answer, failure } = result;
  return {
    result_id: result.id,
    check_time: result.at,
    probe_dc: result.location,
    // 0 is "not triggered", 1 "triggered".
    status: failure === null ? 0 : 1,
    result: { passed: failure === null, timings: { total: answer?.responseTime ?? 0 } },
  };
}

function longView({ answer, failure }: RunResult): Json {
  return {
    eventType: failure === null ? "finished" : "finished_with_error",
    ...(failure === null ? {} : { failure }),
    ...(answer === null || !("statusCode" in answer)
      ? {}
      : {
          httpStatusCode: answer.statusCode,
          responseHeaders: Object.fromEntries(answer.headers),
          responseBody: answer.body,
          responseSize: Buffer.byteLength(answer.body),
        }),
    timings: { total: answer?.responseTime ?? 0 },
  };
}
