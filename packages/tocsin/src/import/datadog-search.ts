import { z } from "zod";
import { signalSchema } from "../model/signal.ts";
import type { SearchSignal } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { comparisonOf, number, type QueryCondition, spanOf } from "./datadog-query.ts";
import { Inexpressible, unquoted } from "./draft.ts";

/** Datadog's searches of what it indexes, read back into signals; compiled again and compared, so a pattern may be generous. */

const origins: Readonly<Record<string, SearchSignal["origin"]>> = {
  logs: "logs",
  events: "events",
  rum: "rum",
  audits: "audit",
  "ci-pipelines": "ci-pipelines",
  "ci-tests": "ci-tests",
  "trace-analytics": "spans",
  "network-performance": "network-performance",
  "network-path": "network-path",
  "database-monitoring": "database-monitoring",
  "llm-observability": "llm-observability",
};

const pattern = new RegExp(
  String.raw`^(?<call>[a-z-]+)\("(?<search>(?:[^"\\]|\\.)*)"\)(?:\.index\("(?<index>[^"]*)"\))?\.rollup\("(?<how>\w+)"(?:, ?"(?<attribute>[^"]+)")?\)(?:\.by\("(?<by>[^"]+)"\))?\.(?:last\("(?<window>\w+)"\)|current\("(?<soFar>\w+)"\)) (?<sign>>=|<=|>|<) (?<value>${number.slice(1, -1)})$`,
);

/** `rum("@type:error").rollup("count").by("@view.name").last("5m") > 20`. @throws Inexpressible */
export function readSearchMonitor(query: string, stack: StackConfig): { signal: SearchSignal } & QueryCondition {
  const parts = pattern.exec(query.trim())?.groups;
  if (parts === undefined)
    throw query.startsWith("formula(")
      ? new Inexpressible(
          "its query is a formula over searches of its own, of which a definition says a share with a minimum",
          'write it as search({ value: { of: "share" } })',
        )
      : new Inexpressible("its query is no search whose results are counted or measured over a window");
  const { call = "", search = "", index, how = "", attribute, by, window, soFar, sign, value } = parts;
  const origin = origins[call];
  if (origin === undefined) throw new Inexpressible(`it searches ${call}, which no definition does`);
  const { scope, rest } = scopeOf(unquoted(search), stack);
  const signal = searchOf({
    origin,
    scope,
    ...(origin !== "logs" || index === undefined || index === "*" ? {} : { index }),
    find: findOf(rest),
    value: measuredOf(how, attribute),
    groupBy: by === undefined ? [] : by.split(",").map((one) => one.trim()),
  });
  return { signal, ...comparisonOf(sign, value), ...spanOf(window, soFar), over: "total" };
}

const sharePattern = new RegExp(
  String.raw`^formula\("(\w+) / (\w+) \* 100 \* is_greater\(\2, (\d+)\)"\)\.(?:last\("(\w+)"\)|current\("(\w+)"\)) (>=|<=|>|<) ${number}$`,
);
const variable = z.object({
  name: z.string(),
  data_source: z.string(),
  search: z.object({ query: z.string() }),
  indexes: z.array(z.string()).default([]),
  compute: z.object({ aggregation: z.literal("count") }),
  group_by: z.array(z.object({ facet: z.string() })).default([]),
});
/** What formulas call an origin, where it is not called so itself. */
const dataSources: Readonly<Record<string, SearchSignal["origin"]>> = {
  ci_pipelines: "ci-pipelines",
  ci_tests: "ci-tests",
  network: "network-performance",
  network_path: "network-path",
  database_queries: "database-monitoring",
};

/**
 * A share of what is counted in the same of another search, held back while there is little; null for any other formula.
 * @param variables as the monitor's options have them
 * @throws Inexpressible
 */
export function readShare(
  query: string,
  variables: unknown,
  stack: StackConfig,
): ({ signal: SearchSignal } & QueryCondition) | null {
  const [whole, part = "", all = "", least, window, soFar, sign, value] = sharePattern.exec(query.trim()) ?? [];
  const counted = z.array(variable).safeParse(variables);
  if (whole === undefined || !counted.success) return null;
  const [found, among] = [part, all].map((name) => counted.data.find((one) => one.name === name));
  if (found === undefined || among === undefined) return null;
  const [own, others] = [found, among].map(({ search }) => scopeOf(search.query, stack));
  const [index] = found.indexes;
  return {
    signal: searchOf({
      origin: dataSources[found.data_source] ?? found.data_source,
      scope: own?.scope,
      ...(index === undefined || index === "*" ? {} : { index }),
      find: findOf(own?.rest ?? ""),
      value: { of: "share", among: findOf(others?.rest ?? ""), minimum: Number(least) + 1 },
      groupBy: found.group_by.map(({ facet }) => facet),
    }),
    ...{ ...comparisonOf(sign, value), ...spanOf(window, soFar), over: "total" as const },
  };
}

/** @throws Inexpressible where a member is none that a definition has */
function searchOf(members: object): SearchSignal {
  const signal = signalSchema.safeParse({ kind: "search", ...members });
  if (signal.success && signal.data.kind === "search") return signal.data;
  const [issue] = signal.error?.issues ?? [];
  throw new Inexpressible(`its search holds what no definition says: ${issue?.path.join(".")}: ${issue?.message}`);
}

function measuredOf(how: string, attribute: string | undefined): object {
  if (how === "count") return { of: "count" };
  if (how === "cardinality") return { of: "unique", attribute };
  return { of: "measure", attribute, statistic: how, unit: "<unit>" };
}

/** Which of the stack's scopes a search begins with. */
function scopeOf(search: string, stack: StackConfig): { scope: string; rest: string } {
  const scopes: [string, readonly string[]][] = [["stack", [`env:${stack.name}`]], ...Object.entries(stack.scopes)];
  const found = scopes.find(([, tags]) => `${search} `.startsWith(`${tags.join(" ")} `));
  if (found === undefined) return { scope: "everywhere", rest: search };
  return { scope: found[0], rest: search.slice(found[1].join(" ").length).trimStart() };
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const plain = String.raw`[^\s"()[\]]+`;
const term = new RegExp(
  [
    String.raw`^(?:(?<not>-)?(?<field>@?[A-Za-z_][\w./-]*):(?:`,
    String.raw`\((?<several>(?:${quoted}|${plain})(?: OR (?:${quoted}|${plain}))+)\)`,
    String.raw`|\[(?<from>-?[\d.]+) TO (?<to>-?[\d.]+)\]|(?<side>[<>])(?<limit>-?[\d.]+)|(?<exists>\*)(?= |$)|(?<one>${quoted}|${plain}))`,
    String.raw`|(?<phrases>${quoted}|\(${quoted}(?: OR ${quoted})+\)))(?: |$)`,
  ].join(""),
);

/** The terms of a search, all of which must hold. @throws Inexpressible */
function findOf(search: string): { fields: Record<string, unknown>; phrases?: string[] } {
  const fields: Record<string, unknown> = {};
  let phrases: string[] | undefined;
  for (let rest = search.trim() === "*" ? "" : search.trim(); rest !== ""; ) {
    const found = term.exec(rest);
    if (found?.groups === undefined)
      throw new Inexpressible(`its search says \`${rest}\`, which no definition can say`);
    const { field, phrases: texts } = found.groups;
    if (texts !== undefined) phrases = [...texts.matchAll(new RegExp(quoted, "g"))].map(([one]) => text(one));
    else if (field !== undefined) fields[field] = termOf(found.groups);
    rest = rest.slice(found[0].length);
  }
  return { fields, ...(phrases === undefined ? {} : { phrases }) };
}

function termOf({ not, several, from, to, side, limit, exists, one }: Record<string, string | undefined>): unknown {
  if (exists !== undefined) return { exists: not === undefined };
  if (from !== undefined) return { from: Number(from), to: Number(to) };
  if (side !== undefined) return side === ">" ? { above: Number(limit) } : { below: Number(limit) };
  const values =
    several === undefined
      ? text(one ?? "")
      : [...several.matchAll(new RegExp(`${quoted}|${plain}`, "g"))]
          .map(([each]) => text(each))
          .filter((each) => each !== "OR");
  return not === undefined ? values : { not: values };
}

const text = (written: string): string => (written.startsWith('"') ? unquoted(written.slice(1, -1)) : written);
