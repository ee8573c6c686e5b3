import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { faultsOf } from "../model/check.ts";
import type { Definition } from "../model/definition.ts";
import type { Maintenance } from "../model/maintenance.ts";
import type { Objective } from "../model/objective.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { isOfStack } from "../model/raw.ts";
import { readText } from "../shared/text-file.ts";
import { compile, withOverrides } from "../vendors/compile.ts";
import { neutralStack } from "../vendors/neutral.ts";
import { judged, type Loaded, loadDefinitions } from "./definitions.ts";
import { askingForSecrets, readImported } from "./imported.ts";
import { probeFiles } from "./probe-files.ts";
import { partOf } from "./shard.ts";
import { loadStack, type Settings, shardsOf } from "./stack-file.ts";

/** The project's name, as in Pulumi.yaml. @throws ConfigurationError when it has none */
export function projectName(root: string): string {
  const parsed = z.object({ name: z.string() }).safeParse(parseYaml(readText(join(root, "Pulumi.yaml"))));
  if (!parsed.success) throw new ConfigurationError('Pulumi.yaml has no "name".');
  return parsed.data.name;
}

/** What a program gives in place of files. */
export interface ProgramInputs {
  /** What `alert`, `route` and the like have made. */
  definitions?: readonly unknown[] | undefined;
  settings?: Settings | undefined;
  /** Whether the stack is used on emulated vendors. */
  emulated?: boolean;
}

/**
 * Definitions, stack settings and the compiled objects.
 * @throws ConfigurationError with everything that is wrong in the definitions, or else in the stack file.
 */
export async function loadProject(root: string, stackName: string, given: ProgramInputs = {}): Promise<Project> {
  const loaded = given.definitions === undefined ? await loadDefinitions(root) : judged(given.definitions, root);
  if (loaded.problems.some((p) => p.severity === "error")) {
    throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
  }
  const stack = loadStack(root, stackName, given.settings, given.emulated);
  const definitions = withOverrides(loaded.definitions, stack, faultsOf);
  const imported = readImported(root, stack.name);
  const deployed = await probeFiles(definitions);
  const { sqlProbes, objectives } = loaded;
  // What is imported verbatim has a digest of its own, as it stands.
  const neutral = () =>
    compile(loaded.definitions, loaded.routes, neutralStack(stack, loaded.onCalls), deployed, { ...loaded, raw: [] });
  const compiled = (
    some: readonly Definition[],
    beside: Pick<Loaded, "dashboards" | "objectives" | "maintenances" | "raw" | "sqlProbes">,
  ) => compile(some, loaded.routes, stack, deployed, beside);
  // An objective belongs to its service's shard; dashboards show all services, and a raw resource names none.
  const make = (some: readonly Definition[]) =>
    compiled(some, {
      dashboards: [],
      objectives: loaded.objectives.filter((one) => isOver(one, some)),
      maintenances: loaded.maintenances.filter((one) => isOf(one, some)),
      raw: [],
      sqlProbes,
    });
  const resources = askingForSecrets(compiled(definitions, loaded), imported);
  const whole = {
    stack,
    definitions,
    written: loaded.definitions,
    routes: loaded.routes,
    sqlProbes,
    objectives,
    resources,
    neutral,
    raws: loaded.raw.filter((one) => isOfStack(one, stack.name)),
    imported,
    placeOf: (id: string) => loaded.places.get(id)?.() ?? null,
  };
  return stack.shard === undefined ? whole : partOf(whole, stack.shard, shardsOf(root, stack.name), make);
}

/** Whether some definitions are those of an objective's service, and all that it is counted from are among them. */
function isOver({ service, indicator }: Objective, some: readonly Definition[]): boolean {
  const needed = indicator.kind === "uptime" ? indicator.definitions : [];
  return (
    some.some((definition) => definition.service === service) &&
    needed.every((id) => some.some((definition) => definition.id === id))
  );
}

/** Whether a maintenance window is of some definitions' service, or all alerts that it names are among them: one of all services is not. */
function isOf({ silences }: Maintenance, some: readonly Definition[]): boolean {
  if ("service" in silences) return some.some(({ service }) => service === silences.service);
  return "alerts" in silences && silences.alerts.every((id) => some.some((definition) => definition.id === id));
}
