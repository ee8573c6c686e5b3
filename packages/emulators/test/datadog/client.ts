import { z } from "zod";
import { createContext, type LocalContext } from "../../src/context.ts";
import { createDatadog, type DatadogEmulator } from "../../src/datadog/app.ts";

const object = z.record(z.string(), z.unknown());

/** An answer, parsed; bodies that are no JSON object are under `value`. */
interface Answer {
  status: number;
  headers: Headers;
  value: unknown;
  body: Record<string, unknown>;
}

/** An emulated Datadog of its own, with calls that carry both keys unless told otherwise. */
export interface Client {
  context: LocalContext;
  emulator: DatadogEmulator;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Creates and returns the body; the test fails when the creation is refused. */
  create(path: string, body: unknown): Promise<Record<string, unknown>>;
}

export function newClient(): Client {
  const context = createContext();
  return clientOf(context, createDatadog(context));
}

/** The same for an emulated Datadog that is there already. */
export function clientOf(context: LocalContext, emulator: DatadogEmulator): Client {
  const { apiKey, appKey } = context.tokens.datadog;
  const keys = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
  const call: Client["call"] = async (method, path, body, headers = keys) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await emulator.app.request(path, { method, headers, ...init });
    const text = await response.text();
    const value: unknown = text === "" ? null : JSON.parse(text);
    const parsed = object.safeParse(value);
    return { status: response.status, headers: response.headers, value, body: parsed.success ? parsed.data : {} };
  };
  return {
    context,
    emulator,
    call,
    create: async (path, body) => {
      const answer = await call("POST", path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.value)}`);
      return answer.body;
    },
  };
}

/** A metric monitor that Datadog takes, with changes. */
export function metricMonitor(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: "High load",
    type: "query alert",
    query: "avg(last_5m):avg:system.load.5{env:staging} > 80",
    message: "Load {{value}} @slack-acme-alerts",
    tags: ["env:staging", "managed-by:x"],
    options: { thresholds: { critical: 80, warning: 60 } },
    ...changes,
  };
}

/** A synthetic test that Datadog takes, with changes. */
export function readyzTest(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "api",
    subtype: "http",
    name: "readyz",
    message: "m @slack-acme-alerts",
    status: "live",
    tags: ["env:staging"],
    locations: ["aws:eu-central-1", "aws:us-east-1"],
    config: {
      assertions: [{ type: "statusCode", operator: "is", target: 200 }],
      request: { method: "GET", url: "https://app.cliply.example/api/readyz", timeout: 10 },
    },
    options: { tick_every: 60, min_failure_duration: 90, retry: { count: 1, interval: 300 } },
    ...changes,
  };
}
