import { type LogFilter, type LogSource, logFilterSchema, type SignalOf } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import { logSearch } from "../vendors/datadog/query.ts";
import { Inexpressible, lengthOf, unquoted } from "./draft.ts";

/** Datadog's queries read back into signals. What is read is compiled again and compared, so a pattern may be generous. */

/** What a query says of the condition. */
export interface QueryCondition {
  comparison: "above" | "below";
  inclusive?: true;
  critical: number;
  window: number;
  soFarThis?: "hour" | "day" | "month";
  over: "total" | "sustained" | "average" | "any";
}

/** What a comparison and its limit say. */
export const comparisonOf = (
  sign: string | undefined,
  value: string | undefined,
): Pick<QueryCondition, "comparison" | "inclusive" | "critical"> => ({
  comparison: sign?.startsWith("<") ? "below" : "above",
  ...(sign?.endsWith("=") ? { inclusive: true } : {}),
  critical: Number(value),
});

/** What has been since the hour, day or month began. */
const periods: Readonly<Record<string, Pick<QueryCondition, "window" | "soFarThis">>> = {
  "1h": { window: 3600, soFarThis: "hour" },
  "1d": { window: 86_400, soFarThis: "day" },
  "1mo": { window: 31 * 86_400, soFarThis: "month" },
};

/** How long it looks back, or since when. @throws Inexpressible */
export function spanOf(window: string | undefined, soFar = ""): Pick<QueryCondition, "window" | "soFarThis"> {
  const span = window === undefined ? periods[soFar] : { window: lengthOf(window) };
  if (span === undefined)
    throw new Inexpressible(`it looks at "${soFar}" so far, and a definition at this hour, day or month (soFarThis)`);
  return span;
}

export const number = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const logsPattern = new RegExp(
  String.raw`^logs\("((?:[^"\\]|\\.)*)"\)\.index\("\*"\)\.rollup\("(\w+)"(?:, ?"([^"]+)")?\)\.last\("(\w+)"\) (>=|<=|>|<) ${number}$`,
);

/** `logs("...").index("*").rollup("count").last("5m") > 50`. @throws Inexpressible */
export function readLogCount(query: string, stack: StackConfig): { signal: SignalOf<"log-count"> } & QueryCondition {
  const parts = logsPattern.exec(query.trim());
  if (parts === null) throw new Inexpressible("its query is no count of logs over all indexes without groups");
  const [, search = "", rollup, attribute, window = "", sign, value] = parts;
  const distinct = rollup === "cardinality" && attribute === stack.datadog.vercelLogs.requestId;
  if (!distinct && rollup !== "count") throw new Inexpressible(`it takes the ${rollup} of logs, not their number`);
  const count = distinct ? "requests" : "lines";
  const { source, filter } = readSearch(unquoted(search), stack);
  const condition = { ...comparisonOf(sign, value), window: lengthOf(window), over: "total" } as const;
  return { signal: { kind: "log-count", source, filter, count }, ...condition };
}

const everything = logFilterSchema.parse({});
const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const termPattern = new RegExp(
  [
    "^(?:(?<lambda>@source:lambda)",
    `@proxy\\.path:(?<path>${quoted})`,
    String.raw`@proxy\.statusCode:(?:(?<status>\d{3})|\[(?<from>\d{3}) TO (?<to>\d{3})\])`,
    String.raw`(?<attribute>@[\w.]+):>(?<above>-?\d+(?:\.\d+)?)`,
    String.raw`(?<phrases>${quoted}|\(${quoted}(?: OR ${quoted})+\)))(?: |$)`,
  ].join("|"),
);

/** A log search as source and filter. @throws Inexpressible */
function readSearch(search: string, stack: StackConfig): { source: LogSource; filter: LogFilter } {
  const sources: LogSource[] = [
    ...Object.keys(stack.vercel.projects).map((service): LogSource => ({ kind: "vercel", service })),
    ...(Object.keys(stack.supabase).length === 1 ? [{ kind: "supabase", log: "postgres_logs" } as const] : []),
  ];
  const source = sources.find((one) => `${search} `.startsWith(`${logSearch(one, everything, stack)} `));
  if (source === undefined) {
    throw new Inexpressible(
      "its search does not begin with a source of the stack, as source:vercel @environment:... service:...",
    );
  }
  const filter: LogFilter = { ...everything };
  let rest = search.slice(logSearch(source, everything, stack).length).trimStart();
  while (rest !== "") {
    const groups = termPattern.exec(rest)?.groups;
    if (groups === undefined)
      throw new Inexpressible(`its search says \`${rest}\`, which no filter of a definition can say`);
    const { lambda, path, status, from, to, attribute, above, phrases } = groups;
    if (lambda) filter.functionsOnly = true;
    if (path) filter.path = unquoted(path.slice(1, -1));
    if (status) filter.status = [Number(status), Number(status)];
    if (from && to) filter.status = [Number(from), Number(to)];
    if (attribute) filter.above = { attribute, value: Number(above) };
    if (phrases)
      filter.phrases = [...phrases.matchAll(new RegExp(quoted, "g"))].map(([one]) => unquoted(one.slice(1, -1)));
    rest = rest.replace(termPattern, "");
  }
  return { source, filter };
}
