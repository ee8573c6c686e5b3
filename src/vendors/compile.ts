import type { Definition, Route } from "../model/definition.ts";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { type CompileContext, type DeployedFile, MissingSetting } from "./context.ts";
import { compileDatadog, sharedDatadog } from "./datadog/compile.ts";
import { compileSentry } from "./sentry/compile.ts";
import { compileStripe } from "./stripe/compile.ts";
import { compileVercel } from "./vercel/compile.ts";

const vendors = [compileDatadog, compileSentry, compileVercel, compileStripe];

/**
 * Definitions of one stack as the objects that vendors store: the one compiled form. Pure. The order is stable: shared
 * objects first, then by definition.
 * @param probeFiles needed where the probe's crons are among the definitions
 * @throws ConfigurationError with every setting that the stack file lacks.
 */
export function compile(
  definitions: readonly Definition[],
  routes: readonly Route[],
  stack: StackConfig,
  probeFiles: readonly DeployedFile[] = [],
): Resource[] {
  const context: CompileContext = { stack, routes: new Map(routes.map((r) => [r.name, r])), probeFiles };
  const missing = new Map<string, Problem>();
  const attempt = (definition: Definition | null, make: () => Resource[]): Resource[] => {
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
  const resources = [
    ...attempt(null, () => sharedDatadog(context, sorted)),
    ...sorted.flatMap((d) => vendors.flatMap((vendor) => attempt(d, () => vendor(context, d).map((r) => known(d, r))))),
  ];
  if (missing.size > 0) {
    throw new ConfigurationError(`Definitions name what stack "${stack.name}" does not have:`, [...missing.values()]);
  }
  return resources;
}

/** With the names that an object had under the earlier ids of its definition, so that a renamed alert is not made anew. */
function known({ id, aliases }: Definition, resource: Resource): Resource {
  if (aliases.length === 0 || !resource.name.startsWith(`${id}/`)) return resource;
  return { ...resource, aliases: aliases.map((alias) => `${alias}${resource.name.slice(id.length)}`) };
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
    if (definition.condition.kind !== "threshold") {
      tell(
        definition.id,
        "stack/impossible-override",
        "this definition has no threshold to override",
        "Remove the override.",
      );
      return definition;
    }
    const { reason: _reason, ...numbers } = override;
    const set = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
    const changed: Definition = { ...definition, condition: { ...definition.condition, ...set } };
    for (const f of faultsOf(changed)) tell(definition.id, f.rule, `overridden here: ${f.message}`, f.remedy);
    return changed;
  });
  if (problems.length > 0)
    throw new ConfigurationError(`The overrides of stack "${stack.name}" cannot be used:`, problems);
  return result;
}
