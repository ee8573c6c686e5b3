import type { Definition, Severity } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import { firingKinds, type Raw, rawForm } from "../model/raw.ts";
import type { Resource } from "../model/resource.ts";
import { isPlainMetric } from "../model/signals/facts.ts";
import { metricsOf, type SqlProbe } from "../model/sql-probe.ts";
import { sha256 } from "../shared/digest.ts";

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
  if (!isPlainMetric(signal) || signal.source !== "probe") return undefined;
  const metrics = Object.values(signal.series).map(({ metric }) => metric);
  const asked = probes.filter((probe) => metricsOf(probe).some((metric) => metrics.includes(metric)));
  return asked.length === 0 ? undefined : asked.map(({ drill: _drill, ...rest }) => rest);
}

const formOf = (resources: readonly Resource[]) =>
  resources.length === 0
    ? undefined
    : resources.map(({ vendor, kind, name, parent, body, refs }) => ({ vendor, kind, name, parent, body, refs }));

/** What a project's updates bring: its definitions, and beside them what several share, dashboards, objectives. */
export type Covered = Pick<Project, "written" | "routes" | "sqlProbes" | "resources" | "neutral" | "raws">;

/**
 * Digests of all that reaches a stack: of definitions by their id; of dashboards, objectives and what is imported verbatim by
 * theirs, and of what several definitions share by its name.
 */
export function digestsOf({ written, routes, sqlProbes, resources, neutral, raws }: Covered): Record<string, string> {
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
    ...raws.map((one) => [one.id, sha256(rawForm(one))]),
  ]);
}

/** What a gate judges; without a severity what wakes nobody: dashboards, objectives, what several definitions share. */
export interface Judged {
  id: string;
  severity: Severity | null;
  /** Of what is imported verbatim: its digest as it was live. */
  asImported?: string;
}

/** An alert whose urgency nobody has stated, as it is imported verbatim. */
const ofRaw: Severity = "ticket";

/**
 * What the gate judges: each definition by its severity, what is imported verbatim and fires as a ticket, and what stands beside
 * them, which nobody is woken by.
 */
export const coveredBy = (
  {
    written,
    raws,
  }: {
    written: ReadonlyArray<Pick<Definition, "id" | "severity">>;
    raws: ReadonlyArray<Pick<Raw, "id" | "kind" | "asImported">>;
  },
  digests: Readonly<Record<string, string>>,
): Judged[] => {
  const ids = new Set<string>([...written, ...raws].map(({ id }) => id));
  const beside = Object.keys(digests).filter((id) => !ids.has(id));
  return [
    ...written.map(({ id, severity }) => ({ id, severity })),
    ...raws.map(({ id, kind, asImported }) => ({
      ...{ id, severity: firingKinds.has(kind) ? ofRaw : null },
      ...(asImported === undefined ? {} : { asImported }),
    })),
    ...beside.map((id) => ({ id, severity: null })),
  ];
};
