import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { CompiledStack, StackOutline } from "../../lint/rule.ts";
import { faultsOf } from "../../model/check.ts";
import { placeholders } from "../../model/placeholder.ts";
import { ConfigurationError, type Problem } from "../../model/problem.ts";
import type { StackConfig } from "../../model/stack.ts";
import type { Loaded } from "../../project/definitions.ts";
import { loadStack } from "../../project/stack-file.ts";
import { compile, withOverrides } from "../../vendors/compile.ts";

/** A stack of this project, with all its settings. */
export interface OwnStack extends CompiledStack {
  config: StackConfig;
}

/** Stacks that have a file, in alphabetical order. */
export function stackNames(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .flatMap((file) => file.match(/^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/)?.[1] ?? [])
    .sort();
}

/**
 * A stack compiled for the rules, or what is wrong with it. A file that still holds placeholders is not filled in yet, which
 * is a problem only for the stack that was asked for (`strict`): it is then neither.
 */
export function compiledStack(
  root: string,
  name: string,
  loaded: Loaded,
  strict: boolean,
): { compiled: OwnStack | null; problems: Problem[] } {
  try {
    const config = loadStack(root, name);
    // A definition with a problem of its own is not among those loaded: others may look wrong without it.
    if (loaded.problems.some(({ severity }) => severity === "error")) return { compiled: null, problems: [] };
    const definitions = withOverrides(loaded.definitions, config, faultsOf);
    const beside = { dashboards: [], objectives: [], raw: loaded.raw, sqlProbes: loaded.sqlProbes };
    const ids = new Set<string | null>(loaded.raw.map(({ id }) => id));
    // What is imported verbatim is judged by whom it notifies, not by how it is built.
    const all = compile(definitions, loaded.routes, config, noFiles, beside);
    const [raw, resources] = [true, false].map((own) => all.filter(({ definition }) => ids.has(definition) === own));
    return {
      compiled: { config, definitions, routes: loaded.routes, resources: resources ?? [], raw: raw ?? [] },
      problems: [],
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { compiled: null, problems: problemsOf(error, name, strict) };
  }
}

function problemsOf(error: ConfigurationError, stack: string, strict: boolean): Problem[] {
  const unfilled = error.problems.some(({ rule }) => rule === "stack/placeholder");
  if (unfilled && !strict) return error.problems.filter(({ rule }) => rule !== "stack/placeholder");
  if (error.problems.length > 0) return [...error.problems];
  return [
    {
      rule: "stack/invalid",
      severity: "error",
      file: `Pulumi.${stack}.yaml`,
      line: null,
      definition: null,
      message: error.message,
      remedy: "Correct the stack file.",
    },
  ];
}

const outline = z.object({
  config: z.object({
    "tocsin:allowDrills": z.union([z.boolean(), z.stringbool()]),
    "tocsin:channels": z.record(z.string(), z.string()),
  }),
});

/** What a stack file says of its channels, even when other parts are not filled in yet; nothing where it cannot be read. */
export function stackOutline(root: string, name: string): StackOutline[] {
  try {
    const parsed = outline.safeParse(parseYaml(readFileSync(join(root, `Pulumi.${name}.yaml`), "utf8")));
    if (!parsed.success) return [];
    const { "tocsin:allowDrills": allowDrills, "tocsin:channels": channels } = parsed.data.config;
    const filled = Object.entries(channels).filter(([, channel]) => placeholders(channel).length === 0);
    return [{ name, allowDrills, channels: Object.fromEntries(filled) }];
  } catch {
    // Not there, or no YAML: loading the stack says so, with the place.
    return [];
  }
}

/** No rule looks at what the probe is deployed with, and to lay that out takes longer than all rules together. */
const noFiles = [{ file: "not-laid-out", sha: "0", size: 0 }];

/** Names of the pages in runbooks/; null where there is no such folder. */
export function runbookPages(root: string): Set<string> | null {
  const folder = join(root, "runbooks");
  if (!existsSync(folder)) return null;
  // A link that leads nowhere is no page.
  const pages = readdirSync(folder).filter((file) => file.endsWith(".md") && existsSync(join(folder, file)));
  return new Set(pages.map((file) => file.slice(0, -3)));
}
