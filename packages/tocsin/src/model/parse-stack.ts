import { isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { withInputs } from "./input.ts";
import { placeholders } from "./placeholder.ts";
import { ConfigurationError, type Problem } from "./problem.ts";
import { type StackConfig, stackSchema } from "./stack.ts";

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === "object" ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** Gives the line of the deepest part of a setting's path that the file has; null where it has none of it. */
function linesOf(source: string): (path: readonly string[]) => number | null {
  const counter = new LineCounter();
  const config: unknown = parseDocument(source, { lineCounter: counter, logLevel: "silent" }).get("config");
  return ([section = "", ...path]) => {
    let node = config;
    let line: number | null = null;
    for (const key of [`tocsin:${section}`, ...path]) {
      const element = isSeq(node) ? node.items[Number(key)] : undefined;
      const pair = isMap(node) ? node.items.find((one) => String(one.key) === key) : { key: element, value: element };
      if (!isNode(pair?.key) || !pair.key.range) break;
      line = counter.linePos(pair.key.range[0]).line;
      node = pair.value;
    }
    return line;
  };
}

export interface ParseOptions {
  programGives?: (() => boolean) | undefined;
  sections?: Readonly<Record<string, z.ZodType>>;
}

const optional = (sections: Readonly<Record<string, z.ZodType>>): Record<never, z.ZodType> =>
  Object.fromEntries(Object.entries(sections).map(([name, schema]) => [name, schema.optional()]));

/**
 * Reads the stack's settings. All that is missing, wrong or still a placeholder is told at once.
 * `config` is the parsed `config` map of the file; `file` and `source` serve to say where.
 * @param programGives whether a program may give what is missing and may be an input; asked only where something is
 * @param sections schemas of further sections, by their names; each may be left out
 * @throws ConfigurationError
 */
export function parseStack(
  name: string,
  config: Record<string, unknown>,
  file: string,
  source = "",
  { programGives = () => false, sections = {} }: ParseOptions = {},
): StackConfig {
  const stated: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith("tocsin:")) stated[key.slice("tocsin:".length)] = value;
  }
  const complete = withInputs(stated);
  const own = complete !== stated && programGives() ? complete : stated;
  const open = placeholders(own);
  const parsed = stackSchema.extend(optional(sections)).safeParse(own);
  const isOpen = (path: readonly string[]) => open.some((p) => p.join(".") === path.join("."));
  const wrong = open.map((path) => ({
    path,
    rule: "stack/placeholder",
    message: `tocsin:${path.join(".")} still holds a placeholder`,
    remedy: "Put the real value there.",
  }));
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.map(String);
    if (isOpen(path)) continue;
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const setting = [...path, key];
        const message = `tocsin:${setting.join(".")} is no setting`;
        wrong.push({ path: setting, rule: "stack/invalid", message, remedy: "Correct its name." });
      }
      continue;
    }
    const missing = valueAt(own, issue.path) === undefined;
    wrong.push({
      path,
      rule: missing ? "stack/missing" : "stack/invalid",
      message: `tocsin:${path.join(".")} ${missing ? "is missing" : `is wrong: ${issue.message}`}`,
      remedy: missing ? "Add it to the stack file." : "Correct it in the stack file.",
    });
  }
  if (wrong.length > 0 || !parsed.success) {
    const lineOf = linesOf(source);
    const problems = wrong.map(
      ({ path, ...said }): Problem => ({ ...said, severity: "error", file, line: lineOf(path), definition: null }),
    );
    throw new ConfigurationError(`The settings of stack "${name}" are not complete:`, problems);
  }
  return { name, ...parsed.data };
}
