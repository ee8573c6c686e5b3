import type { Resource } from "../model/resource.ts";

/**
 * Resources in an order in which every reference points backwards; otherwise the given order is kept. Throws when a name
 * is used twice, a reference names no resource, or references go in a circle.
 */
export function inOrder(resources: readonly Resource[]): Resource[] {
  const byName = new Map<string, Resource>();
  for (const resource of resources) {
    if (byName.has(resource.name))
      throw new Error(`Two resources are named ${resource.name}; the engine knows them by name.`);
    byName.set(resource.name, resource);
  }
  const ordered: Resource[] = [];
  const done = new Set<string>();
  const visit = (resource: Resource, trail: readonly string[]): void => {
    if (done.has(resource.name)) return;
    if (trail.includes(resource.name)) {
      throw new Error(`Resources refer to each other in a circle: ${[...trail, resource.name].join(" -> ")}.`);
    }
    for (const ref of resource.refs) {
      const target = byName.get(ref.resource);
      if (target === undefined) {
        throw new Error(
          `Resource ${resource.name} refers to ${ref.resource} (at ${ref.path}), which is not in this stack.`,
        );
      }
      visit(target, [...trail, resource.name]);
    }
    done.add(resource.name);
    ordered.push(resource);
  };
  for (const resource of resources) visit(resource, []);
  return ordered;
}
