import { z } from "zod";
import { withoutNulls } from "../server/inputs.ts";
import type { Properties } from "../server/types.ts";
import type { SentryClient } from "./client.ts";
import { describeMonitor, monitorBody, monitorInputs } from "./monitor.ts";
import type { Kind } from "./resource.ts";
import { expectShape, type LiveDetector, uptimeConfig, uptimeSource } from "./shapes.ts";

/** Seconds between two checks. */
const INTERVALS = [60, 300, 600, 1200, 1800, 3600];
const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] as const;
/** Sentry's "mode" of a monitor that somebody made on purpose; the others are its own finds. */
const MANUAL = 1;

const schema = z
  .strictObject({
    ...monitorInputs,
    type: z.literal("uptime_domain_failure"),
    environment: z.string().min(1),
    url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
    method: z.enum(METHODS),
    intervalSeconds: z.literal(INTERVALS),
    timeoutMs: z.int().min(1000).max(60_000),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    assertionJson: z.string().optional(),
    downtimeThreshold: z.int().min(1),
    recoveryThreshold: z.int().min(1),
  })
  .superRefine((inputs, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (inputs.body !== undefined && (inputs.method === "GET" || inputs.method === "HEAD")) {
      say("body", `cannot be sent with ${inputs.method}`);
    }
    if (inputs.timeoutMs > inputs.intervalSeconds * 1000) say("timeoutMs", "must not be longer than the interval");
    if (inputs.assertionJson !== undefined && parseAssertion(inputs.assertionJson) === undefined) {
      say("assertionJson", "must be a JSON object");
    }
  });

type Inputs = z.infer<typeof schema>;

/** A monitor that asks an address for an answer, from several places of the world. */
export function uptimeMonitor(client: SentryClient): Kind<Inputs, LiveDetector> {
  return {
    schema,
    store: client.detectors("uptime_domain_failure"),
    project: client.project,
    replaceOn: ["organization", "project", "type"],
    // Headers carry credentials: secret in the state even when a monitor made by hand is imported.
    secretOutputs: ["headers"],
    complete: (inputs) => ({ enabled: true, downtimeThreshold: 3, recoveryThreshold: 1, ...inputs }),
    body: (inputs) => ({
      ...monitorBody(inputs),
      type: inputs.type,
      dataSources: [
        {
          url: inputs.url,
          method: inputs.method,
          headers: Object.entries(inputs.headers ?? {}),
          body: inputs.body ?? null,
          intervalSeconds: inputs.intervalSeconds,
          timeoutMs: inputs.timeoutMs,
          assertion: (inputs.assertionJson === undefined ? null : parseAssertion(inputs.assertionJson)) ?? null,
          traceSampling: false,
        },
      ],
      config: {
        environment: inputs.environment,
        mode: MANUAL,
        downtimeThreshold: inputs.downtimeThreshold,
        recoveryThreshold: inputs.recoveryThreshold,
      },
    }),
    environmentOf: (live) => configOf(live).environment ?? null,
    describe,
    asStated: (live, stated) => ({
      ...live,
      // The same JSON written differently is no difference.
      ...(isSameJson(live.assertionJson, stated.assertionJson) ? { assertionJson: stated.assertionJson ?? null } : {}),
    }),
  };
}

/** A live monitor as a program would have stated it. */
function describe(live: LiveDetector): Properties {
  const { queryObj } = expectShape(uptimeSource, live.dataSources?.[0], `monitor ${live.id}, dataSources.0`);
  const config = configOf(live);
  const headers = Object.fromEntries(queryObj.headers ?? []);
  return withoutNulls({
    ...describeMonitor(live),
    environment: config.environment ?? null,
    url: queryObj.url,
    method: queryObj.method,
    intervalSeconds: queryObj.intervalSeconds,
    timeoutMs: queryObj.timeoutMs,
    headers: Object.keys(headers).length > 0 ? headers : null,
    body: queryObj.body || null,
    assertionJson: queryObj.assertion ? JSON.stringify(queryObj.assertion) : null,
    downtimeThreshold: config.downtimeThreshold,
    recoveryThreshold: config.recoveryThreshold,
  });
}

function configOf(live: LiveDetector) {
  return expectShape(uptimeConfig, live.config, `monitor ${live.id}, config`);
}

function parseAssertion(text: string): Properties | undefined {
  try {
    const result = z.record(z.string(), z.json()).safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  const [x, y] = [parseAssertion(a), parseAssertion(b)];
  return x !== undefined && y !== undefined && canonical(x) === canonical(y);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
