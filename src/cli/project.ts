import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { faultsOf } from "../model/check.ts";
import type { Definition, Route } from "../model/definition.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import { parseStack, type StackConfig } from "../model/stack.ts";
import { compile, withOverrides } from "../vendors/compile.ts";
import { deploysProbe } from "../vendors/vercel/project.ts";
import { askingForSecrets, readAdopted } from "./adopted.ts";
import { loadDefinitions } from "./definitions.ts";
import { layOutProbe } from "./probe-files.ts";

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
}

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).default({}) });

/**
 * Reads `Pulumi.<name>.yaml`.
 * @throws ConfigurationError when it is not there, is no YAML, or lacks settings.
 */
export function loadStack(root: string, name: string): StackConfig {
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
  return parseStack(name, parsed.data.config, file, source);
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
  const adopted = readAdopted(root, stackName);
  const probeFiles = deploysProbe(definitions) ? await layOutProbe(root) : [];
  const resources = askingForSecrets(compile(definitions, loaded.routes, stack, probeFiles), adopted);
  return { stack, definitions, written: loaded.definitions, routes: loaded.routes, resources, adopted };
}
