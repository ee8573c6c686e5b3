import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { faultsOf } from "../model/check.ts";
import type { Definition, Route } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import { parseStack, type Shard, type StackConfig, shardSchema } from "../model/stack.ts";
import { compile, withOverrides } from "../vendors/compile.ts";
import { deploysProbe } from "../vendors/vercel/project.ts";
import { askingForSecrets, readAdopted } from "./adopted.ts";
import { type Loaded, loadDefinitions } from "./definitions.ts";
import { layOutProbe } from "./probe-files.ts";
import { partOf } from "./shard.ts";

/** A stack as everything else works with it. */
export interface Project {
  stack: StackConfig;
  /** With the stack's overrides. */
  definitions: Definition[];
  /** As the team wrote them: what evidence is about. */
  written: Definition[];
  routes: Route[];
  resources: Resource[];
  /** Vendors' ids of objects that were made by hand and adopted, by resource; see `adopted.yaml`. */
  adopted: Map<string, string>;
  /** For a shard: the whole stack, so that what belongs to the other shards is known. */
  whole?: Project;
}

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).default({}) });

interface StackFile {
  file: string;
  source: string;
  config: Record<string, unknown>;
}

/** @throws ConfigurationError when the file is not there, or is no stack file */
function readStackFile(root: string, name: string): StackFile {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new ConfigurationError(`"${name}" is no name of a stack: lower case letters, digits and hyphens.`);
  }
  const file = `Pulumi.${name}.yaml`;
  const path = join(root, file);
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `There is no stack "${name}": ${file} is not there. Copy Pulumi.staging.yaml and fill it in.`,
    );
  }
  const source = readFileSync(path, "utf8");
  let content: unknown;
  try {
    content = parseYaml(source);
  } catch (cause) {
    throw new ConfigurationError(
      `${file} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const parsed = stackFileSchema.safeParse(content ?? {});
  if (!parsed.success) throw new ConfigurationError(`${file} has no map "config".`);
  return { file, source, config: parsed.data.config };
}

/**
 * Reads `Pulumi.<name>.yaml`; of a shard, the file of its stack with what the shard's own says besides.
 * @throws ConfigurationError when it is not there, is no YAML, or lacks settings.
 */
export function loadStack(root: string, name: string): StackConfig {
  const { file, source, config } = readStackFile(root, name);
  const { "tocsin:shard": stated, ...own } = config;
  if (stated === undefined) return parseStack(name, own, file, source);
  const { of, services } = shardIn(file, stated);
  const whole = readStackFile(root, of);
  if (whole.config["tocsin:shard"] !== undefined) {
    throw new ConfigurationError(`${file}: tocsin:shard.of names ${of}, which is a shard itself.`);
  }
  const settings = parseStack(of, { ...whole.config, ...own }, whole.file, whole.source);
  return { ...settings, shard: { name, of, services } };
}

function shardIn(file: string, stated: unknown): z.output<typeof shardSchema> {
  const parsed = shardSchema.safeParse(stated);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigurationError(
    `${file}: tocsin:shard is wrong: ${issue?.path.join(".") || "the whole"}: ${issue?.message}. It is {of: STACK, services: [...]}.`,
  );
}

/** The shards of a stack, by name; none for a stack that is run as a whole. @throws ConfigurationError */
export function shardsOf(root: string, stack: string): Shard[] {
  const names = readdirSync(root).flatMap((file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? []);
  return names.sort().flatMap((name) => {
    const { file, config } = readStackFile(root, name);
    if (config["tocsin:shard"] === undefined) return [];
    const { of, services } = shardIn(file, config["tocsin:shard"]);
    return of === stack ? [{ name, of, services }] : [];
  });
}

/** Refuses to run a sharded stack as a whole: its objects are in the states of its shards. @throws ConfigurationError */
export function refuseWhole(root: string, { name, shard }: StackConfig): void {
  const shards = shard === undefined ? shardsOf(root, name) : [];
  if (shards.length === 0) return;
  throw new ConfigurationError(
    `Stack ${name} is run in shards: ${shards.map((one) => `--stack ${one.name}`).join(", ")}. As a whole it would be made twice.`,
  );
}

/** The project's name, as in Pulumi.yaml. @throws ConfigurationError when it has none */
export function projectName(root: string): string {
  const parsed = z.object({ name: z.string() }).safeParse(parseYaml(readFileSync(join(root, "Pulumi.yaml"), "utf8")));
  if (!parsed.success) throw new ConfigurationError('Pulumi.yaml has no "name".');
  return parsed.data.name;
}

/**
 * Definitions, stack settings and the compiled objects.
 * @throws ConfigurationError with everything that is wrong in the definitions, or else in the stack file.
 */
export async function loadProject(root: string, stackName: string): Promise<Project> {
  const loaded = await loadDefinitions(root);
  if (loaded.problems.some((p) => p.severity === "error")) {
    throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
  }
  const stack = loadStack(root, stackName);
  const definitions = withOverrides(loaded.definitions, stack, faultsOf);
  const adopted = readAdopted(root, stack.name);
  const probeFiles = deploysProbe(definitions) ? await layOutProbe(root) : [];
  const compiled = (some: readonly Definition[], views: Pick<Loaded, "dashboards" | "objectives">) =>
    compile(some, loaded.routes, stack, probeFiles, views);
  // An objective belongs to its service's shard; dashboards show all services, and so belong to no single one.
  const make = (some: readonly Definition[]) =>
    compiled(some, { dashboards: [], objectives: loaded.objectives.filter((one) => isOver(one, some)) });
  const resources = askingForSecrets(compiled(definitions, loaded), adopted);
  const whole = { stack, definitions, written: loaded.definitions, routes: loaded.routes, resources, adopted };
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
