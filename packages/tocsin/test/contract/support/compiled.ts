import type { Json, Resource, ResourceKind } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { root } from "./vendors.ts";

/** Every object that the definitions of this checkout become on the local stack, in the order of `compile`. */
export async function compiledResources(...kinds: ResourceKind[]): Promise<Resource[]> {
  const { resources } = await loadProject(root, "local");
  const chosen = resources.filter((resource) => kinds.includes(resource.kind));
  for (const kind of kinds) {
    if (!chosen.some((resource) => resource.kind === kind)) throw new Error(`no definition compiles to a ${kind}`);
  }
  return chosen;
}

/** What earlier resources have got from the vendor: `<resource name>.<property>` to its value. */
export type Known = Map<string, Json>;

/**
 * A compiled body as the vendor gets it: references replaced by what the vendor has answered before, secrets by `secrets`.
 * @throws Error when a body needs what is not known yet
 */
export function filled({ name, body, refs }: Resource, known: Known, secrets: Record<string, string> = {}): Json {
  const copy = withSecrets(structuredClone(body), secrets);
  for (const ref of refs) {
    if (ref.in === "parent") continue;
    const value = known.get(`${ref.resource}.${ref.property}`);
    if (value === undefined) throw new Error(`${name} needs ${ref.property} of ${ref.resource}, which is not known`);
    put(copy, ref.path.split("."), value);
  }
  return copy;
}

function withSecrets(value: Json, secrets: Record<string, string>): Json {
  if (typeof value === "string") {
    const name = /^secret:(\w+)$/.exec(value)?.[1];
    if (name === undefined) return value;
    const secret = secrets[name];
    if (secret === undefined) throw new Error(`the secret ${name} is not known`);
    return secret;
  }
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, secrets));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSecrets(one, secrets)]));
}

function put(at: Json, [key = "", ...rest]: string[], value: Json): void {
  if (at === null || typeof at !== "object") throw new Error(`there is nothing at ${key}`);
  if (rest.length > 0) {
    put(Array.isArray(at) ? (at[Number(key)] ?? null) : (at[key] ?? null), rest, value);
  } else if (Array.isArray(at)) at[Number(key)] = value;
  else at[key] = value;
}
