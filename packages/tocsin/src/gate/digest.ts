import { createHash } from "node:crypto";
import type { Definition, Severity } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import type { Resource } from "../model/resource.ts";
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
 * What a definition says and what it compiles to, as `sha256:<hex>`: of the definition before any stack's values, so that it is
 * the same in staging, where it was proven, and in production, where it is to run. With its route, as what was proven was proven
 * there. Aliases are left out: a new name is not a new alert.
 * @param compiled its resources in neutral settings: a compiler that makes something else of it makes another alert
 */
export function digestOf(
  definition: Definition,
  routes: ReadonlyArray<{ name: string }>,
  probes: readonly SqlProbe[] = [],
  compiled: readonly Resource[] = [],
): string {
  const { aliases: _aliases, ...rest } = definition;
  // Loading refuses two of one name; were there two, compiling would take the last.
  const route = routes.findLast(({ name }) => name === definition.route) ?? null;
  const named = Object.values(definition.routeByGroup?.routes ?? {});
  const others = named.length === 0 ? undefined : routes.filter(({ name }) => named.includes(name));
  const statements = askedBy(definition, probes);
  return sha256({ definition: rest, route, others, statements, compiled: formOf(compiled) });
}

/** What the statements behind a definition's metrics ask; undefined where there are none. How a drill makes them fire is no part. */
function askedBy({ signal }: Definition, probes: readonly SqlProbe[]): object[] | undefined {
  if (signal.kind !== "metric" || signal.source !== "probe") return undefined;
  const metrics = Object.values(signal.series).map(({ metric }) => metric);
  const asked = probes.filter((probe) => metricsOf(probe).some((metric) => metrics.includes(metric)));
  return asked.length === 0 ? undefined : asked.map(({ drill: _drill, ...rest }) => rest);
}

const sha256 = (value: unknown): string => `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;

const formOf = (resources: readonly Resource[]) =>
  resources.length === 0
    ? undefined
    : resources.map(({ vendor, kind, name, parent, body, refs }) => ({ vendor, kind, name, parent, body, refs }));

/** What a project's updates bring: its definitions, and beside them what several share, dashboards, objectives. */
export type Covered = Pick<Project, "written" | "routes" | "sqlProbes" | "resources" | "neutral">;

/**
 * Digests of all that reaches a stack: of definitions by their id; of dashboards and objectives by theirs, and of what several
 * definitions share by its name. What was imported verbatim for one stack has none: no other stack can have proven it.
 */
export function digestsOf({ written, routes, sqlProbes, resources, neutral }: Covered): Record<string, string> {
  const ids = new Set<string>(written.map(({ id }) => id));
  const forms = new Map<string, Resource[]>();
  for (const resource of neutral()) {
    const id = resource.definition ?? resource.name;
    forms.set(id, [...(forms.get(id) ?? []), resource]);
  }
  const here = new Set(resources.map(({ definition, name }) => definition ?? name));
  const beside = [...forms].filter(([id]) => !ids.has(id) && here.has(id));
  return Object.fromEntries([
    ...written.map((definition) => [
      definition.id,
      digestOf(definition, routes, sqlProbes, forms.get(definition.id) ?? []),
    ]),
    ...beside.map(([id, form]) => [id, sha256({ compiled: formOf(form) })]),
  ]);
}

/** What a gate judges; without a severity what wakes nobody: dashboards, objectives, what several definitions share. */
export interface Judged {
  id: string;
  severity: Severity | null;
}

/** What the gate judges: each definition by its severity, and what stands beside them, which nobody is woken by. */
export const coveredBy = (
  definitions: ReadonlyArray<Pick<Definition, "id" | "severity">>,
  digests: Readonly<Record<string, string>>,
): Judged[] => {
  const ids = new Set<string>(definitions.map(({ id }) => id));
  const beside = Object.keys(digests).filter((id) => !ids.has(id));
  return [
    ...definitions.map(({ id, severity }) => ({ id, severity })),
    ...beside.map((id) => ({ id, severity: null })),
  ];
};
