import type { Problem } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { textOf } from "./live.ts";

/**
 * Compiled objects that would be one object at the engine or the vendor. Most clashes show in the definitions; these show only
 * with a stack's settings: two names that the stack file binds to one channel.
 */
export function compiledClashes(resources: readonly Resource[], stack: StackConfig): Problem[] {
  const seen = new Map<string, Resource>();
  const problems: Problem[] = [];
  for (const resource of resources) {
    for (const { key, what } of keysOf(resource)) {
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, resource);
        continue;
      }
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

/** What an object is found by: its names in the engine, earlier ones too, and those that its vendor takes once only. */
function keysOf(resource: Resource): { key: string; what: string }[] {
  const { name, aliases = [], parent, body, kind } = resource;
  const engine = [name, ...aliases].map((one) => ({ key: `engine ${one}`, what: `the resource ${one}` }));
  switch (kind) {
    case "slack-channel": {
      const channel = textOf(body, "name");
      return [...engine, { key: `channel ${textOf(parent, "account")} ${channel}`, what: `the channel ${channel}` }];
    }
    case "global-variable": {
      const variable = textOf(body, "name");
      return [...engine, { key: `global ${variable}`, what: `Datadog's global variable ${variable}` }];
    }
    case "project": {
      const own = textOf(body, "name");
      return [...engine, { key: `project ${own}`, what: `the Vercel project ${own}` }];
    }
    default:
      return engine;
  }
}
