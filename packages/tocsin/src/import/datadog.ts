import { z } from "zod";
import type { Severity } from "../model/definition.ts";
import { signalSchema } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { readLogCount, readMetric } from "./datadog-query.ts";
import { type Draft, Misfit, titleOf } from "./draft.ts";

/** Datadog's monitors and synthetic tests read back into definitions. */

const severities: Record<number, Severity> = { 1: "page", 3: "ticket", 5: "info" };
const severityOf = (priority: number | null | undefined): Severity => severities[priority ?? 0] ?? "ticket";

const tagged = (tags: readonly string[], key: string): string | null =>
  tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1) ?? null;

const monitorShape = z.object({
  name: z.string(),
  type: z.string(),
  query: z.string(),
  tags: z.array(z.string()).default([]),
  priority: z.number().nullish(),
  options: z.object({
    thresholds: z.object({
      critical: z.number().optional(),
      warning: z.number().nullish(),
      critical_recovery: z.number().nullish(),
      warning_recovery: z.number().nullish(),
    }),
    on_missing_data: z.string().nullish(),
  }),
});

const silences: Record<string, "zero" | "ok" | "notify" | "show"> = {
  default: "zero",
  resolve: "ok",
  show_and_notify_no_data: "notify",
  show_no_data: "show",
};

/** @throws Misfit */
export function readMonitor(live: LiveObject, stack: StackConfig): Draft {
  const parsed = monitorShape.safeParse(live.body);
  if (!parsed.success) throw new Misfit("it has no thresholds, so it is of a type that definitions do not know");
  const { name, type, query, tags, priority, options } = parsed.data;
  const logs = type === "log alert";
  if (!logs && type !== "query alert" && type !== "metric alert")
    throw new Misfit(`its type "${type}" is none that a definition has`);
  const { signal, ...condition } = logs ? readLogCount(query, stack) : readMetric(query, stack);
  const policy = options.on_missing_data ?? "default";
  const read = silences[policy];
  if (read === undefined) throw new Misfit(`it says "${policy}" about missing data`);
  if (policy === "default" && signal.kind === "log-count" && signal.count !== "lines") {
    throw new Misfit("it keeps its last state where nothing arrives, and no definition says that");
  }
  // Nothing logged is zero: where that is no reason to fire, "resolve" says the same.
  const noData = logs && read === "ok" ? "zero" : read;
  const { warning, critical_recovery: recovery, warning_recovery: warningRecovery } = options.thresholds;
  const own = signal.kind === "log-count" && signal.source.kind === "vercel" ? signal.source.service : "database";
  const service = tagged(tags, "service") ?? own;
  return {
    title: titleOf(name, stack.name, service),
    service,
    severity: severityOf(priority),
    signal,
    condition: {
      kind: "threshold",
      ...condition,
      ...(warning == null ? {} : { warning }),
      ...(recovery == null ? {} : { recovery }),
      ...(warningRecovery == null ? {} : { warningRecovery }),
      noData,
    },
    objects: [live],
  };
}

const testShape = z.object({
  name: z.string(),
  type: z.string(),
  subtype: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  config: z.object({
    request: z.object({
      method: z.string().default("GET"),
      url: z.string(),
      timeout: z.number().default(60),
      headers: z.record(z.string(), z.string()).default({}),
    }),
    assertions: z.array(z.looseObject({ type: z.string(), operator: z.string(), target: z.unknown() })),
  }),
  options: z.object({
    tick_every: z.number(),
    min_failure_duration: z.number().default(0),
    monitor_priority: z.number().nullish(),
  }),
});
const jsonTarget = z.object({ jsonPath: z.string(), operator: z.literal("is"), targetValue: z.string() });

/** Headers whose value opens something: such a value belongs into a variable, and never into a file. */
const secretive = /auth|cookie|token|key|secret|pass|session/i;

/** @throws Misfit */
export function readTest(live: LiveObject, stack: StackConfig): Draft {
  const parsed = testShape.safeParse(live.body);
  if (!parsed.success || parsed.data.type !== "api" || parsed.data.subtype !== "http") {
    throw new Misfit("it is no HTTP test");
  }
  const { name, tags, config, options } = parsed.data;
  const { request } = config;
  const project = Object.entries(stack.vercel.projects).find(([, { url }]) =>
    request.url.startsWith(`${url.replace(/\/$/, "")}/`),
  );
  if (project === undefined) throw new Misfit("its address is of none of the stack's services");
  const [service, { url }] = project;
  const hidden = Object.entries(request.headers).find(
    ([header, value]) => secretive.test(header) || value.includes("{{"),
  );
  if (hidden !== undefined) {
    throw new Misfit(
      `it sends the header ${hidden[0]}, which holds a secret that nobody can read here: write the definition by hand, with { secret: NAME }`,
    );
  }
  const signal = signalSchema.safeParse({
    kind: "http-check",
    service,
    path: request.url.slice(url.replace(/\/$/, "").length),
    method: request.method,
    every: options.tick_every,
    timeout: request.timeout,
    headers: request.headers,
    expect: expectations(config.assertions),
  });
  if (!signal.success)
    throw new Misfit(`its ${signal.error.issues[0]?.path.join(".")} is none that a definition can have`);
  // The reverse of how the compiler turns failures in a row into a time.
  const failures = Math.round(options.min_failure_duration / options.tick_every + 0.5);
  const tagService = tagged(tags, "service") ?? service;
  return {
    title: titleOf(name, stack.name, tagService),
    service: tagService,
    severity: severityOf(options.monitor_priority),
    signal: signal.data,
    condition: { kind: "consecutive-failures", failures: Math.max(1, failures) },
    objects: [live],
  };
}

function expectations(assertions: z.infer<typeof testShape>["config"]["assertions"]) {
  let status: unknown;
  const json: Record<string, string | number | boolean> = {};
  for (const { type, operator, target } of assertions) {
    const body = jsonTarget.safeParse(target);
    if (type === "statusCode" && operator === "is") status = target;
    else if (type === "body" && operator === "validatesJSONPath" && body.success)
      json[body.data.jsonPath] = plain(body.data.targetValue);
    else throw new Misfit(`it asserts the ${type} with "${operator}", which no definition says`);
  }
  if (status === undefined) throw new Misfit("it does not assert a status code");
  return { status, json };
}

/** Datadog writes every value as text: `"true"` may stand for `true`, and is compiled to the same. */
function plain(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}
