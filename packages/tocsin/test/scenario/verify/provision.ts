import { deployedFiles } from "tocsin-probe";
import { z } from "zod";
import { at } from "../../../src/absorb/leaves.ts";
import type { Json, JsonObject, Resource } from "../../../src/model/resource.ts";
import { jsonObject } from "../../../src/vendors/json.ts";

/** The files that a deployment names, brought to Vercel as the engine's plugin does. */
export async function uploadFiles({ url, token }: { url: string; token: string }, { body }: Resource): Promise<void> {
  const files = z.array(z.object({ file: z.string(), sha: z.string() })).parse(body.files);
  const contents = new Map((await deployedFiles()).map(({ path, content }) => [path, content]));
  for (const { file, sha } of files) {
    const content = contents.get(file) ?? "";
    const headers = { authorization: `Bearer ${token}`, "x-vercel-digest": sha };
    const answer = await fetch(`${url}/v2/files?teamId=team_acme`, { method: "POST", headers, body: content });
    if (!answer.ok) throw new Error(`the upload of ${file} answered ${answer.status}`);
  }
}

/**
 * The body that creates a resource: secrets and the ids of others filled in.
 * `answers`: what the creation of each other resource was answered, by resource name.
 */
export function filledBody(
  { body, refs }: Resource,
  secret: (name: string) => string,
  answers: ReadonlyMap<string, JsonObject>,
): JsonObject {
  const text = JSON.stringify(body).replace(/"secret:([A-Z_]+)"/g, (_, name: string) => JSON.stringify(secret(name)));
  const filled = jsonObject.parse(JSON.parse(text));
  for (const ref of refs) {
    // The interface takes the name that stands in the parent; a version is the engine's own to make.
    if (ref.in === "parent") continue;
    const value = ref.property === "version" ? "v1" : (answers.get(ref.resource)?.[ref.property] ?? "");
    const steps = ref.path.split(".");
    // Only a piece of the text there: a monitor's id in the query of a composite one.
    const { within } = ref;
    place(filled, steps, within === undefined ? value : String(at(filled, steps)).replaceAll(within, String(value)));
  }
  return filled;
}

/** Puts a value at a dotted path whose parents exist. */
function place(node: JsonObject, path: string[], value: JsonObject[string]): void {
  const parent = path.slice(0, -1).reduce<JsonObject[string]>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)] ?? null;
    return typeof at === "object" && at !== null ? (at[key] ?? null) : null;
  }, node);
  const last = path.at(-1) ?? "";
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (typeof parent === "object" && parent !== null) parent[last] = value;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Vercel wraps what was created, as Datadog does a downtime, and its objectives come as a list of one. */
export function createdIn(answer: JsonObject): JsonObject {
  const { data, created } = answer;
  const only = Array.isArray(data) && data.length === 1 ? data[0] : undefined;
  return [data, created, only].find(isObject) ?? answer;
}
