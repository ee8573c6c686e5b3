import { type Condition, isBeyond, sideText } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import { readableDuration } from "../../model/units.ts";
import { logSearch } from "../../vendors/datadog/query.ts";
import { type Counting, expressionIn, logTotal, measured } from "../../vendors/datadog/reads.ts";
import { unitOf } from "../../vendors/message.ts";
import type { Check, Found, Sources } from "../check.ts";
import { amount, mean } from "../text.ts";
import { before } from "../times.ts";

type Threshold = Extract<Condition, { kind: "threshold" }>;

/** What the alerts of a runbook watch, as it is now: the number that each would fire by, against its limits. */
export function signalsNow(runbook: string): Check {
  return {
    name: "signals",
    title: "What its alerts watch",
    about: () => false,
    async look(sources) {
      const own = sources.definitions.filter((definition) => definition.runbook === runbook);
      return (await Promise.all(own.map((definition) => signalNow(definition, sources)))).flat();
    },
  };
}

async function signalNow(definition: Definition, sources: Sources): Promise<Found[]> {
  const { condition } = definition;
  if (condition.kind !== "threshold") return [];
  const read = await readNow(definition, condition, sources);
  if (read === null) return [];
  const title = `${definition.title} (${definition.id})`;
  const unit = unitOf(definition);
  const side = sideText(condition);
  const limit = `fires ${side} ${amount(condition.critical)}${unit}`;
  const over = readableDuration(condition.window);
  if (read.value === null) {
    if (read.why !== undefined) return [{ title, value: read.why.text, limit, verdict: read.why.verdict }];
    return [{ title, value: `nothing was reported in ${over}`, limit, verdict: verdictOfSilence(condition) }];
  }
  const group = read.group === "" ? "" : ` (${read.group})`;
  return [
    { title, value: `${amount(read.value)}${unit}${group}, ${over}`, limit, verdict: verdictOf(read.value, condition) },
  ];
}

type Readable = Pick<Sources, "stack" | "datadog" | "sentry" | "resources">;

/** What an alert watches now, with its unit: `46.2 %`. Null where it has no number, or none that can be read in one question. */
export async function valueNow(definition: Definition, sources: Readable): Promise<string | null> {
  if (definition.condition.kind !== "threshold") return null;
  const read = await readNow(definition, definition.condition, sources);
  if (read === null || read.value === null) return null;
  return `${amount(read.value)}${unitOf(definition)}${read.group === "" ? "" : ` (${read.group})`}`;
}

/** Where silence is no value, nothing can be told; where it is the signal that is lost, that is what to look at. */
function verdictOfSilence({ noData }: Threshold): Found["verdict"] {
  if (noData === "notify") return "attention";
  return noData === "show" || noData === "doNotNotify" || noData === "lastStatus" ? "unknown" : "ok";
}

function verdictOf(value: number, condition: Threshold): Found["verdict"] {
  const { critical, warning } = condition;
  const beyond = (limit: number) => isBeyond(condition, value, limit);
  if (beyond(critical)) return "critical";
  return warning !== undefined && beyond(warning) ? "attention" : "ok";
}

interface Read {
  /** Null where nothing was reported. */
  value: number | null;
  /** Of several groups, which one the value is of. */
  group: string;
  /** Why there is no value although something was reported. */
  why?: { text: string; verdict: Found["verdict"] };
}

/** Null for a kind whose number cannot be read in one question. */
async function readNow(definition: Definition, condition: Threshold, sources: Readable): Promise<Read | null> {
  const { signal } = definition;
  const { stack, datadog, sentry, resources } = sources;
  const ago = { from: condition.window, to: 0 };
  switch (signal.kind) {
    case "log-count": {
      const counting: Counting =
        signal.count === "requests"
          ? { aggregation: "cardinality", metric: stack.datadog.vercelLogs.requestId }
          : { aggregation: "count" };
      const value = await logTotal(datadog.http, logSearch(signal.source, signal.filter, stack), ago, counting);
      return { value, group: "" };
    }
    case "log-ratio": {
      const counting: Counting =
        signal.count === "requests"
          ? { aggregation: "cardinality", metric: stack.datadog.vercelLogs.requestId }
          : { aggregation: "count" };
      const total = (filters: typeof signal.whole) =>
        Promise.all(filters.map((one) => logTotal(datadog.http, logSearch(signal.source, one, stack), ago, counting)));
      const [part, whole] = await Promise.all([total([signal.part]), total(signal.whole)]);
      const all = whole.reduce((sum, one) => sum + one, 0);
      const [own = 0] = part;
      // As the alert does: below its minimum a share says nothing; that every one failed does.
      if (own > 0 && all < signal.minimum) {
        const text = `not judged: ${own >= all ? `all of ${amount(all)}` : `${amount(own)} of ${amount(all)}`}, too few for a share`;
        return { value: null, group: "", why: { text, verdict: own >= all ? "attention" : "ok" } };
      }
      return { value: all === 0 ? 0 : (100 * own) / all, group: "" };
    }
    case "metric": {
      const monitor = resources.find((one) => one.definition === definition.id && one.kind === "monitor");
      const expression = typeof monitor?.body.query === "string" ? expressionIn(monitor.body.query) : null;
      if (expression === null)
        throw new Error(`No metric monitor carries ${definition.id}: there is nothing to read it by.`);
      const groups = await measured(datadog.http, expression, { from: Math.max(condition.window, 600), to: 0 });
      const combined = groups.map(({ tags, values }) => ({
        group: tags.join(", "),
        value:
          condition.over === "total"
            ? values.reduce((sum, one) => sum + one, 0)
            : condition.over === "average"
              ? mean(values)
              : (values.at(-1) ?? 0),
      }));
      const sorted = combined.sort((a, b) =>
        condition.comparison === "above" ? b.value - a.value : a.value - b.value,
      );
      return sorted[0] ?? { value: null, group: "" };
    }
    case "sentry-errors":
    case "sentry-spans": {
      const detector = resources.find((one) => one.definition === definition.id && one.kind === "detector");
      const source = Array.isArray(detector?.body.dataSources) ? detector.body.dataSources[0] : null;
      if (source === null || typeof source !== "object" || Array.isArray(source) || source === undefined)
        throw new Error(`No monitor carries ${definition.id}: there is nothing to read it by.`);
      const { aggregate, query } = source;
      if (typeof aggregate !== "string" || typeof query !== "string")
        throw new Error(`The monitor of ${definition.id} has no aggregate and query to read it by.`);
      const now = sentry.http.vendorTime ?? new Date();
      const { organization, environment } = stack.sentry;
      const asked = {
        dataset: signal.kind === "sentry-errors" ? "errors" : "spans",
        field: aggregate,
        query,
        environment,
      } as const;
      const windowBefore = (end: Date) => ({ start: before(end, condition.window), end });
      const value = await sentry.aggregate(organization, { ...asked, ...windowBefore(now) });
      if (signal.kind !== "sentry-errors" || signal.comparedWith === undefined) return { value, group: "" };
      const then = await sentry.aggregate(organization, {
        ...asked,
        ...windowBefore(before(now, signal.comparedWith)),
      });
      // Without any error then, nothing is judged.
      if (then === null || then === 0 || value === null) {
        const text = `not judged: ${amount(value ?? 0)} now, none so long before`;
        return { value: null, group: "", why: { text, verdict: "ok" } };
      }
      return { value: (100 * value) / then, group: "" };
    }
    default:
      return null;
  }
}
