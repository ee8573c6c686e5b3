import { createHash } from "node:crypto";
import type { Definition } from "../model/definition.ts";
import { metricsOf, type SqlProbe } from "../model/sql-probe.ts";

/**
 * JSON with one spelling for one value: members sorted by name, those that are undefined left out, no white space. Numbers
 * and texts as JavaScript writes them (as RFC 8785 does).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/**
 * What a definition says, as `sha256:<hex>`: of the definition before any stack's values, so that it is the same in staging,
 * where it was heard, and in production, where it is to run. With its route, as what was heard was heard there. Aliases are
 * left out: a new name is not a new alert.
 */
export function digestOf(
  definition: Definition,
  routes: ReadonlyArray<{ name: string }>,
  probes: readonly SqlProbe[] = [],
): string {
  const { aliases: _aliases, ...rest } = definition;
  // Loading refuses two of one name; were there two, compiling would take the last.
  const route = routes.findLast(({ name }) => name === definition.route) ?? null;
  const named = Object.values(definition.routeByGroup?.routes ?? {});
  const others = named.length === 0 ? undefined : routes.filter(({ name }) => named.includes(name));
  return `sha256:${createHash("sha256")
    .update(canonicalJson({ definition: rest, route, others, statements: askedBy(definition, probes) }))
    .digest("hex")}`;
}

/** What the statements behind a definition's metrics ask; undefined where there are none. How a drill makes them fire is no part. */
function askedBy({ signal }: Definition, probes: readonly SqlProbe[]): object[] | undefined {
  if (signal.kind !== "metric" || signal.source !== "probe") return undefined;
  const metrics = Object.values(signal.series).map(({ metric }) => metric);
  const asked = probes.filter((probe) => metricsOf(probe).some((metric) => metrics.includes(metric)));
  return asked.length === 0 ? undefined : asked.map(({ drill: _drill, ...rest }) => rest);
}

/** Digests of all definitions, by id. */
export const digestsOf = (
  definitions: readonly Definition[],
  routes: ReadonlyArray<{ name: string }>,
  probes: readonly SqlProbe[] = [],
): Record<string, string> =>
  Object.fromEntries(definitions.map((definition) => [definition.id, digestOf(definition, routes, probes)]));
