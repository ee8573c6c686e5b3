import type { Dashboard } from "../model/dashboard.ts";
import type { Definition, Route } from "../model/definition.ts";
import type { Maintenance } from "../model/maintenance.ts";
import type { Objective } from "../model/objective.ts";
import type { OnCall } from "../model/on-call.ts";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import { isOfStack, type Raw } from "../model/raw.ts";
import type { Resource } from "../model/resource.ts";
import { isShareOfLogs, vendorOf } from "../model/signals/facts.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { type CompileContext, type DeployedFile, MissingSetting } from "./context.ts";
import { sharedDatadog } from "./datadog/compile.ts";
import { compileDashboards } from "./datadog/dashboard.ts";
import { compileMaintenance } from "./datadog/maintenance.ts";
import { compileOnCall } from "./datadog/on-call.ts";
import { compileObjective } from "./datadog/slo.ts";
import { vendors } from "./index.ts";
import { kinds } from "./kinds.ts";
import { groupBy } from "./live.ts";
import { compileRaw } from "./raw.ts";
import { compileVercelMonitor, vercelMonitorFaults } from "./vercel/compile-monitor.ts";

/** What stands beside the definitions: what people look at, and what was made by hand and stays as it is. */
interface OtherDefinitions {
  dashboards: readonly Dashboard[];
  objectives: readonly Objective[];
  maintenances?: readonly Maintenance[];
  onCalls?: readonly OnCall[];
  /** Of all stacks: a raw resource belongs to one of them. */
  raw?: readonly Raw[];
  /** What the probe's deployment is to ask. */
  sqlProbes?: readonly SqlProbe[];
}

/**
 * Definitions of one stack as the objects that vendors store: the one compiled form. Pure. The order is stable: shared
 * objects first, then by definition, then what stands beside them.
 * @param probeFiles needed where the probe's crons are among the definitions
 * @throws ConfigurationError with every setting that the stack file lacks, or every object that is made twice.
 */
export function compile(
  definitions: readonly Definition[],
  routes: readonly Route[],
  stack: StackConfig,
  probeFiles: readonly DeployedFile[] = [],
  { dashboards, objectives, maintenances = [], onCalls = [], raw = [], sqlProbes = [] }: OtherDefinitions = {
    dashboards: [],
    objectives: [],
  },
): Resource[] {
  const context: CompileContext = {
    stack,
    routes: new Map(routes.map((r) => [r.name, r])),
    all: new Map(definitions.map((d) => [d.id, d])),
    objectives: new Map(objectives.map((o) => [o.id, o])),
    probeFiles,
    sqlProbes,
  };
  const missing = new Map<string, Problem>();
  const attempt = (definition: { id: string } | null, make: () => Resource[]): Resource[] => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof MissingSetting)) throw error;
      missing.set(`${error.setting} ${definition?.id}`, {
        rule: "stack/missing",
        severity: "error",
        file: `Pulumi.${stack.name}.yaml`,
        line: null,
        definition: definition?.id ?? null,
        message: error.message,
        remedy: "Add it to the stack file, or correct the name in the definition or route.",
      });
      return [];
    }
  };
  const sorted = [...definitions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byVendor = groupBy(sorted, ({ signal }) => vendorOf(signal));
  /** What the vendor of its signal stores, and others beside it. */
  const own = (definition: Definition): Resource[] => {
    const { id, signal } = definition;
    const byVercel = stack.vercel.monitors?.definitions[id];
    const asked = vendors.filter(({ name, besides = [] }) =>
      name === vendorOf(signal) ? byVercel !== "instead" : besides.includes(signal.kind),
    );
    const makers = [
      ...asked.map((vendor) => vendor.compile),
      ...(byVercel === undefined ? [] : [compileVercelMonitor]),
    ];
    return makers.flatMap((make) =>
      attempt(definition, () => make(context, definition).map((r) => known(definition, r))),
    );
  };
  const resources = [
    ...attempt(null, () => sharedDatadog(context, byVendor.get("datadog") ?? [])),
    ...sorted.flatMap(own),
    ...attempt(null, () => compileDashboards(dashboards, sorted, stack)),
    ...[...objectives]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap((objective) => attempt(objective, () => [compileObjective(objective, sorted, stack)])),
    ...[...maintenances].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((one) => compileMaintenance(one, stack)),
    ...[...onCalls]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap((one) => attempt(one, () => compileOnCall(one, stack))),
    ...raw
      .filter((one) => isOfStack(one, stack.name))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap((one) => attempt(one, () => compileRaw(one, stack))),
  ];
  if (missing.size > 0) {
    throw new ConfigurationError(`Definitions name what stack "${stack.name}" does not have:`, [...missing.values()]);
  }
  const unwatched = vercelMonitorFaults(context, resources);
  if (unwatched.length > 0)
    throw new ConfigurationError(`Vercel cannot watch what stack "${stack.name}" gives its monitors:`, unwatched);
  const twice = clashes(resources, stack);
  if (twice.length > 0) throw new ConfigurationError(`Stack "${stack.name}" would make one thing twice:`, twice);
  return resources;
}

/** With the names that an object had under the earlier ids of its definition, so that a renamed alert is not made anew. */
function known({ id, aliases }: Definition, resource: Resource): Resource {
  if (aliases.length === 0 || !resource.name.startsWith(`${id}/`)) return resource;
  return { ...resource, aliases: aliases.map((alias) => `${alias}${resource.name.slice(id.length)}`) };
}

/**
 * What would be one resource at the engine or the vendor. Most clashes show in the definitions; these show only with a stack's
 * settings: two names that the stack file binds to one channel.
 */
function clashes(resources: readonly Resource[], stack: StackConfig): Problem[] {
  const seen = new Map<string, Resource>();
  const problems: Problem[] = [];
  for (const resource of resources) {
    for (const [key, what] of namesOf(resource)) {
      const first = seen.get(key) ?? resource;
      seen.set(key, first);
      if (first === resource) continue;
      problems.push({
        rule: "stack/duplicate-name",
        severity: "error",
        file: `Pulumi.${stack.name}.yaml`,
        line: null,
        definition: resource.definition,
        message: `${what} is made twice: by ${makerOf(first)} and by ${makerOf(resource)}`,
        remedy: "Give one of the two another name, or bind it to something else in the stack file.",
      });
    }
  }
  return problems;
}

const makerOf = ({ name, definition }: Resource): string => (definition === null ? name : `${definition} (${name})`);

/** What a resource is found by: its names in the engine, earlier ones too, and what its vendor takes once only. */
function namesOf({ name, aliases = [], kind, parent, body }: Resource): [key: string, what: string][] {
  const { once, label, title, naturalKey } = kinds[kind];
  const engine = [name, ...aliases].map((one): [string, string] => [`engine ${one}`, `the resource ${one}`]);
  return once ? [...engine, [`${kind} ${naturalKey(parent, body)}`, `the ${label} ${title(body)}`]] : engine;
}

const thresholdFields = ["critical", "warning", "recovery", "warningRecovery", "window"];

/** The definition with an override's numbers, and those of its fields that it does not have. */
function overridden(
  definition: Definition,
  override: StackConfig["overrides"][string],
): { changed: Definition; impossible: string[] } {
  const { reason: _reason, minimum, ...rest } = override;
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const { condition, signal } = definition;
  const fieldsOf: Record<typeof condition.kind, readonly string[]> = {
    threshold: thresholdFields,
    "each-event": ["throttle"],
    "consecutive-failures": ["failures"],
    "failing-share": ["critical", "warning"],
    anomalous: ["window"],
    burning: [],
    "as-stated": [],
    declared: [],
  };
  const impossible = Object.keys(set).filter((field) => !fieldsOf[condition.kind].includes(field));
  if (minimum !== undefined && !isShareOfLogs(signal)) impossible.push("minimum");
  const changed: Definition = {
    ...definition,
    condition: { ...condition, ...set },
    signal: minimum !== undefined && isShareOfLogs(signal) ? { ...signal, minimum } : signal,
  };
  return { changed, impossible };
}

/**
 * The definitions with the numbers that a stack sets differently.
 * @throws ConfigurationError for an override of nothing, or one that makes a definition impossible.
 */
export function withOverrides(
  definitions: readonly Definition[],
  stack: StackConfig,
  faultsOf: (definition: Definition) => ReadonlyArray<{ rule: string; message: string; remedy: string }>,
): Definition[] {
  const problems: Problem[] = [];
  const tell = (id: string, rule: string, message: string, remedy: string) =>
    problems.push({
      rule,
      severity: "error",
      file: `Pulumi.${stack.name}.yaml`,
      line: null,
      definition: id,
      message,
      remedy,
    });
  const known = new Set<string>(definitions.map((d) => d.id));
  for (const id of Object.keys(stack.overrides)) {
    if (!known.has(id))
      tell(id, "stack/unknown-override", "no definition has this id", "Remove the override or correct its id.");
  }
  const result = definitions.map((definition): Definition => {
    const override = stack.overrides[definition.id];
    if (!override) return definition;
    const { changed, impossible } = overridden(definition, override);
    for (const field of impossible) {
      const message = `a ${definition.signal.kind} definition has no \`${field}\` to override`;
      tell(definition.id, "stack/impossible-override", message, "Remove it from the override.");
    }
    if (impossible.length > 0) return definition;
    for (const f of faultsOf(changed)) tell(definition.id, f.rule, `overridden here: ${f.message}`, f.remedy);
    return changed;
  });
  if (problems.length > 0)
    throw new ConfigurationError(`The overrides of stack "${stack.name}" cannot be used:`, problems);
  return result;
}
