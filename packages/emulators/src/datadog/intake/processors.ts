import type { Json } from "../config/stored.ts";
import { compileSearch, type LogTest } from "../evaluate/log-match.ts";
import { numbersAt, valuesAt } from "../evaluate/log-values.ts";
import type { Processor } from "../integrations/types.ts";
import { parseSearch } from "../query/search.ts";
import { compileGrok, parseWithGrok } from "./grok.ts";
import type { StoredLog } from "./model.ts";
import { statusOf } from "./reserved.ts";

/** Does one step to a line; `timeOf` is the emulated time (milliseconds) of one that the sender tells. */
export type Step = (log: StoredLog, timeOf: (told: Date) => number) => void;

/** A pipeline as a function: its filter decides, then its steps in their order. */
export function compilePipeline(filter: string, processors: readonly Processor[]): Step {
  const test = compileSearch(parseSearch(filter));
  const steps = processors.map(compileStep);
  return (log, timeOf) => {
    if (test(log)) for (const step of steps) step(log, timeOf);
  };
}

function compileStep(processor: Processor): Step {
  switch (processor.type) {
    case "grok-parser": {
      const rules = compileGrok(processor.matchRules);
      return (log) => {
        const text = textOf(log, processor.source);
        const found = text === undefined ? null : parseWithGrok(rules, text);
        for (const [path, value] of found ?? []) put(log.attributes, path.split("."), value);
      };
    }
    case "arithmetic-processor": {
      const factors = processor.expression.split("*");
      return (log) => {
        const values = factors.flatMap((factor) => numbersAt(log, `@${factor}`).slice(0, 1));
        if (values.length < factors.length) return;
        const product = values.reduce((all, one) => all * one, 1);
        put(log.attributes, processor.target.split("."), product);
      };
    }
    case "category-processor": {
      const categories = processor.categories.map(({ query, name }): { test: LogTest; name: string } => ({
        test: compileSearch(parseSearch(query)),
        name,
      }));
      return (log) => {
        const category = categories.find(({ test }) => test(log));
        if (category !== undefined) put(log.attributes, processor.target.split("."), category.name);
      };
    }
    case "attribute-remapper":
      return (log) => {
        const [value] = processor.sources.flatMap((source) => log.attributes[source] ?? []);
        if (value === undefined || valuesAt(log, `@${processor.target}`).length > 0) return;
        for (const source of processor.sources) delete log.attributes[source];
        put(log.attributes, processor.target.split("."), value);
      };
    case "geo-ip-parser":
      return (log) => {
        if (firstOf(log, processor.sources) !== undefined) put(log.attributes, processor.target.split("."), {});
      };
    default:
      return compileRemapper(processor);
  }
}

/** Remappers give a reserved attribute its value. Those of traces take the attribute away, the others leave it. */
function compileRemapper({ type, sources }: Extract<Processor, { type: `${string}-remapper`; target?: never }>): Step {
  switch (type) {
    case "status-remapper":
      return (log) => {
        const value = firstOf(log, sources);
        if (value !== undefined) log.status = statusOf(value);
      };
    case "service-remapper":
      return (log) => {
        log.service = firstOf(log, sources) ?? log.service;
      };
    case "date-remapper":
      return (log, timeOf) => {
        const [value] = sources.flatMap((source) => log.attributes[source] ?? []);
        const told = typeof value === "string" || typeof value === "number" ? new Date(value) : null;
        if (told !== null && !Number.isNaN(told.getTime())) log.at = timeOf(told);
      };
    case "trace-id-remapper":
      return (log) => {
        log.traceId = taken(log, sources) ?? log.traceId;
      };
    case "span-id-remapper":
      return (log) => {
        log.spanId = taken(log, sources) ?? log.spanId;
      };
  }
}

const textOf = (log: StoredLog, source: string): string | undefined =>
  source === "message" ? log.message : firstOf(log, [source]);

const firstOf = (log: StoredLog, sources: readonly string[]): string | undefined =>
  sources.flatMap((source) => valuesAt(log, `@${source}`).map(String))[0];

function taken(log: StoredLog, sources: readonly string[]): string | undefined {
  const value = firstOf(log, sources);
  for (const source of sources) delete log.attributes[source];
  return value;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Writes a value to a dotted path. */
function put(target: Json, [head = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const child = target[head];
  // A copy: what was sent may be shared by several logs of one call.
  const inner: Json = isObject(child) ? { ...child } : {};
  put(inner, rest, value);
  target[head] = inner;
}
