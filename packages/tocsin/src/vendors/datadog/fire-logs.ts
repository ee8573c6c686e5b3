import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import { isObject } from "../../model/resource.ts";
import type { LogFilter, LogSource, SignalOf } from "../../model/signal.ts";
import type { MeasureSignal, ShareSignal } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { databaseOf, settingOf } from "../context.ts";
import { drillBranch, drillMark, type Injection, type LogLine } from "../fire-types.ts";

/**
 * Log lines that make an alert fire: from a definition's filters, in the form in which their source writes them. Nothing that
 * Datadog's pipeline has to make of them is in them already, so that a query which asks for what the account does not have
 * finds nothing, in a drill as in earnest.
 */

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;
type Logs = Extract<Injection, { kind: "logs" }>;

/** A path of no route of ours, for filters that name none. */
const anyPath = "/api/tocsin-drill";

/**
 * The line of the `n`th request that a filter matches: its phrases and the ends of its range of status codes take turns, so
 * that one that the vendor's query lost leaves the count short.
 */
export function lineFor(source: LogSource, filter: LogFilter, n = 0): LogLine {
  const served = source.kind === "vercel";
  const status = filter.status?.[n % 2] ?? (served ? 200 : null);
  const path = filter.path ?? (served ? anyPath : null);
  const phrase = filter.phrases?.[n % filter.phrases.length];
  const numbers = filter.above ? { [filter.above.attribute.replace(/^@/, "")]: filter.above.value + 1 } : {};
  const message = phrase ?? (path === null ? "tocsin drill" : `GET ${path} ${status ?? 200}`);
  return { source, request: n, message, path, status, functions: served, numbers };
}

/** All lines of a request that prints one: a function's request ends with its report. */
function withReport(line: LogLine): LogLine[] {
  if (!line.functions) return [line];
  const report = [
    "REPORT RequestId: tocsin-drill",
    "Duration: 12.50 ms",
    "Billed Duration: 13 ms",
    "Memory Size: 1024 MB",
    "Max Memory Used: 91 MB",
  ].join("\t");
  const message = `START RequestId: tocsin-drill Version: $LATEST\nEND RequestId: tocsin-drill\n${report}`;
  return [line, { ...line, message, numbers: {} }];
}

/** The lines of requests `from` to `from + count`. */
const requests = (count: number, line: (n: number) => LogLine, from = 0): LogLine[] =>
  Array.from({ length: count }, (_, n) => withReport({ ...line(n), request: from + n })).flat();

/** So many requests that a service fails. */
export const failedRequests = (service: string, count: number): LogLine[] =>
  requests(count, (n) => lineFor({ kind: "vercel", service }, { status: [500, 500], functionsOnly: true }, n));

/** The fewest requests whose lines are beyond the limit: with one fewer it must not fire. */
export function logCountInjection(signal: SignalOf<"log-count">, condition: Threshold): Logs {
  const line = (n: number) => lineFor(signal.source, signal.filter, n);
  const counted = (n: number) =>
    signal.count === "requests" ? 1 : withReport(line(n)).filter((one) => matchesFilter(one, signal.filter)).length;
  let count = 0;
  for (let sum = 0; sum <= condition.critical; count += 1) sum += counted(count);
  return { kind: "logs", lines: requests(count, line), grows: false };
}

/** Requests of the part, beyond the minimum and beyond the share should as many healthy ones come as well. */
export function logRatioInjection(signal: ShareSignal, condition: Threshold): Logs {
  const share = condition.critical / 100;
  const count = Math.ceil((signal.minimum * (1 + share)) / Math.max(0.01, 1 - share)) + 1;
  const part = requests(count, (n) => lineFor(signal.source, signal.part, n));
  const first = part[0];
  const inWhole = first !== undefined && signal.whole.some((filter) => matchesFilter(first, filter));
  const [whole] = signal.whole;
  const rest =
    inWhole || whole === undefined ? [] : requests(signal.minimum, (n) => lineFor(signal.source, whole, n), count);
  return { kind: "logs", lines: [...part, ...rest], grows: true };
}

/**
 * One line with a number beyond the limit: the definition's own sample with another number in it.
 * @throws Error when the sample does not fit its rule, which linting tells too
 */
export function logMeasureInjection(definition: Definition, signal: MeasureSignal, condition: Threshold): Logs {
  const value = Math.floor(condition.critical) + 1;
  const line = lineFor(signal.source, signal.filter);
  const message = withNumber(signal.parse.rule, signal.parse.sample, value);
  if (message === null) throw new Error(`${definition.id}: signal.parse.sample does not fit signal.parse.rule.`);
  // An average is moved by one line only if that line is far away.
  const grows = signal.statistic === "avg";
  return { kind: "logs", lines: withReport({ ...line, message }), grows };
}

/** The sample with `value` where the rule reads its number; null when the rule does not match the sample. */
export function withNumber(rule: string, sample: string, value: number): string | null {
  const pattern = rule.replace(/^\S+\s+/, "");
  const place = /%\{(?:integer|number):[^}]+\}/;
  if (!place.test(pattern)) return null;
  const [before = "", after = ""] = pattern.split(place);
  const match = new RegExp(`^(${before})(-?\\d+(?:\\.\\d+)?)(${after})$`).exec(sample);
  if (match === null) return null;
  return `${match[1]}${value}${sample.slice((match[1] ?? "").length + (match[2] ?? "").length)}`;
}

/** Whether a line is one that a filter counts. Phrases are found as Datadog finds them, without regard to case. */
export function matchesFilter(line: LogLine, filter: LogFilter): boolean {
  const text = line.message.toLowerCase();
  if (filter.phrases && !filter.phrases.some((phrase) => text.includes(phrase.toLowerCase()))) return false;
  if (filter.path && line.path !== filter.path) return false;
  if (filter.functionsOnly && !line.functions) return false;
  if (filter.status && (line.status === null || line.status < filter.status[0] || line.status > filter.status[1]))
    return false;
  if (filter.above) {
    const value = line.numbers[filter.above.attribute.replace(/^@/, "")];
    if (value === undefined || value <= filter.above.value) return false;
  }
  return true;
}

/** Whether two sources are the same stream of lines. */
export function sameSource(a: LogSource, b: LogSource): boolean {
  if (a.kind === "vercel") return b.kind === "vercel" && a.service === b.service;
  return b.kind === "supabase" && a.log === b.log && a.service === b.service;
}

/**
 * A line as it comes to Datadog's intake, marked as a drill's: of Vercel as its log drain sends it (Vercel docs, Drains > Logs
 * reference), of Supabase as its integration does. `token` names run and definition, `request` the line's request.
 */
export function logEntry(line: LogLine, stack: StackConfig, token: string, request: string, at: Date): JsonObject {
  const entry: JsonObject = { message: line.message, [drillMark]: token };
  if (line.source.kind === "supabase") {
    entry.ddsource = "supabase";
    entry.service = line.source.log;
    entry.data = { project: databaseOf(stack, line.source.service).settings.projectRef };
  } else {
    const project = settingOf(stack.vercel.projects, line.source.service, "vercel.projects", stack);
    const { host } = new URL(project.url);
    const status = line.status === null ? {} : { statusCode: line.status };
    const path = line.path === null ? {} : { path: line.path };
    Object.assign(entry, {
      ddsource: "vercel",
      source: line.functions ? "lambda" : "static",
      deploymentId: drillBranch,
      host,
      timestamp: at.getTime(),
      projectId: project.id,
      projectName: project.name,
      level: line.status !== null && line.status >= 500 ? "error" : "info",
      ...path,
      requestId: request,
      ...status,
      environment: project.logEnvironment,
      branch: drillBranch,
      proxy: { timestamp: at.getTime(), method: "GET", host, ...path, scheme: "https", ...status },
    });
  }
  for (const [attribute, value] of Object.entries(line.numbers)) place(entry, attribute, value);
  return entry;
}

/** Puts a value at a dotted attribute, with or without its `@`. */
function place(entry: JsonObject, attribute: string, value: string | number): void {
  const keys = attribute.replace(/^@/, "").split(".");
  const last = keys.pop() ?? "";
  let at = entry;
  for (const key of keys) {
    const next = at[key];
    const child: JsonObject = isObject(next) ? next : {};
    at[key] = child;
    at = child;
  }
  at[last] = value;
}
