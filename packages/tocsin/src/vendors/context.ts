import type { Condition, ConditionKind, ConditionOf } from "../model/condition.ts";
import type { Definition, Route } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";

/** What the vendors' compilers know besides the definition itself. */
export interface CompileContext {
  stack: StackConfig;
  routes: ReadonlyMap<string, Route>;
  /** All definitions and objectives of the stack, by id: what others are made of. */
  all: ReadonlyMap<string, Definition>;
  objectives: ReadonlyMap<string, Objective>;
  /** What the probe's deployment consists of. */
  probeFiles: readonly DeployedFile[];
  /** What it asks of databases. */
  sqlProbes: readonly SqlProbe[];
}

/** A file of a deployment as Vercel is told of it: its path there, the SHA-1 of its bytes in hexadecimal, and their number. */
export interface DeployedFile {
  file: string;
  sha: string;
  size: number;
}

/** Datadog tags, and by their values the identity of every object of ours. */
export const managedBy = "managed-by:tocsin";

/** Tags of a Datadog object; `definition` null for objects that several definitions share. */
export function tagsFor(stack: StackConfig, definition: Definition | null): string[] {
  const own = definition
    ? [`service:${definition.service}`, `severity:${definition.severity}`, `tocsin-id:${definition.id}`]
    : [];
  return [`env:${stack.name}`, managedBy, ...own];
}

/** Tags of an objective, as `tagsFor`: nobody is woken by it, so it has no severity. */
export const tagsOfObjective = (stack: StackConfig, { id, service }: Pick<Definition, "id" | "service">): string[] => [
  ...tagsFor(stack, null),
  `service:${service}`,
  `tocsin-id:${id}`,
];

/** The last line of every message and description: whoever reads it finds the code. */
export const identityLine = (definition: Definition): string => `tocsin:${definition.id}`;

/**
 * What every title begins with. In a stack that drills each notification may be of a drill, and nothing in the data of most
 * vendors' alerts tells: so the title does. Stacks without drills say only their name.
 */
export const stackMark = ({ name, allowDrills }: StackConfig): string =>
  `${allowDrills ? drillStackMark : ""}[${name}]`;

/** See `stackMark`. */
export const drillStackMark = "[DRILL STACK] ";

/** The title of a definition's alert at a vendor: `[prod] High 5xx rate (shop)`. */
export const titleOf = (definition: Pick<Definition, "title" | "service">, stack: StackConfig): string =>
  `${stackMark(stack)} ${definition.title} (${definition.service})`;

/** Name of the vendor object that carries a definition; the suffix tells a second object of the same kind. */
export const resourceName = (definition: Definition, kind: string, suffix?: string): string =>
  [definition.id, kind, suffix].filter((part) => part !== undefined).join("/");

/** Every route that a definition notifies, in whatever case. */
export const routesOf = ({ route, routeByGroup }: Pick<Definition, "route" | "routeByGroup">): string[] => [
  ...new Set([route, ...Object.values(routeByGroup?.routes ?? {})]),
];

/** The route of a definition. Loading has made sure that it exists. */
export function routeOf(context: Pick<CompileContext, "routes">, definition: Pick<Definition, "id" | "route">): Route {
  const route = context.routes.get(definition.route);
  if (!route) throw new Error(`${definition.id}: there is no route "${definition.route}".`);
  return route;
}

/** Looks a name up in a section of the stack file; the error names what to add. */
export function settingOf<T>(section: Record<string, T>, key: string, path: string, stack: StackConfig): T {
  const value = section[key];
  if (value === undefined) throw new MissingSetting(`tocsin:${path}.${key}`, stack.name);
  return value;
}

/** Where a service answers: what the stack file says of hosts, or of projects at Vercel. Without a slash at its end. */
export function addressOf(stack: StackConfig, service: string): string {
  const url = stack.hosts[service] ?? settingOf(stack.vercel.projects, service, "vercel.projects", stack).url;
  return url.replace(/\/$/, "");
}

/** The tags of a scope: see `scopeSchema`. */
export function tagsOfScope(scope: string, stack: StackConfig): readonly string[] {
  if (scope === "stack") return [`env:${stack.name}`];
  return scope === "everywhere" ? [] : settingOf(stack.scopes, scope, "scopes", stack);
}

/**
 * The database of a service, with the service. Where a definition names none, the only one is meant.
 * @throws MissingSetting where there is none, or it cannot be told which of several
 */
export function databaseOf(
  stack: StackConfig,
  service?: string,
): { service: string; settings: StackConfig["supabase"][string] } {
  const [first, ...more] = Object.entries(stack.supabase);
  if (service !== undefined) return { service, settings: settingOf(stack.supabase, service, "supabase", stack) };
  if (first !== undefined && more.length === 0) return { service: first[0], settings: first[1] };
  throw new MissingSetting(
    first === undefined ? "tocsin:supabase" : "the service whose database is meant (tocsin:supabase has several)",
    stack.name,
  );
}

/** What names of a service's database have behind them in the environment, where there are several: `_SHOP` (tocsin-probe). */
export const databaseSuffix = (service: string, services: readonly string[]): string =>
  services.length === 1 ? "" : `_${service.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

/** A definition refers to something that the stack file does not have. */
export class MissingSetting extends Error {
  readonly setting: string;

  constructor(setting: string, stack: string) {
    super(`${setting} is missing from Pulumi.${stack}.yaml`);
    this.name = "MissingSetting";
    this.setting = setting;
  }
}

const isKind = <K extends ConditionKind>(condition: Condition, kind: K): condition is ConditionOf<K> =>
  condition.kind === kind;

/** The condition that fits a definition's signal: loading has made sure of it. */
export function conditionOf<K extends ConditionKind>({ id, condition }: Definition, kind: K): ConditionOf<K> {
  if (!isKind(condition, kind)) throw new Error(`${id}: its signal needs a ${kind} condition.`);
  return condition;
}
