/** `imported.yaml`: which resources, created by hand, this project manages. */

import { existsSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import { messageOf } from "../shared/failure.mjs";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";

/** What holds a stack's state: the ids in it, by logical name, and taking further objects into it. */
interface Holder {
  known(): Promise<ReadonlyMap<string, string>>;
  importInto(ids: ReadonlyMap<string, string>): Promise<void>;
}

/** The file's name in the project's root. */
export const importedFile = "imported.yaml";

const fileShape = z.record(z.string(), z.record(z.string(), z.string().min(1)).nullable()).nullable();

/**
 * Ids of a stack's imported objects by the name of their resource; none without the file.
 * @throws ConfigurationError when it cannot be used
 */
export function readImported(root: string, stack: string): Map<string, string> {
  const imported = new Map(Object.entries(read(root)[stack] ?? {}));
  const holders = new Map<string, string>();
  for (const [resource, id] of imported) {
    const object = objectOf(resource, id);
    const first = holders.get(object);
    if (first !== undefined) {
      throw new ConfigurationError(
        `${importedFile} names one resource twice in stack ${stack}: ${object} is ${first} and ${resource}. Remove one of the entries.`,
      );
    }
    holders.set(object, resource);
  }
  return imported;
}

/**
 * All imported objects of all stacks, each as its kind and id: `monitor 123`.
 * @throws ConfigurationError when the file cannot be used
 */
export function readAllImported(root: string): string[] {
  return Object.values(read(root)).flatMap((of) =>
    Object.entries(of ?? {}).map(([resource, id]) => objectOf(resource, id)),
  );
}

/** Kind and id. A definition's second resource of a kind is named with a number: `shop/errors/workflow-2`. */
const objectOf = (resource: string, id: string): string =>
  `${(resource.split("/").at(2) ?? "").replace(/-\d+$/, "")} ${id}`;

function read(root: string): NonNullable<z.output<typeof fileShape>> {
  const file = path.join(root, importedFile);
  if (!existsSync(file)) return {};
  const text = readText(file);
  let content: unknown;
  try {
    content = parseYaml(text);
  } catch (cause) {
    throw new ConfigurationError(`${importedFile} is not valid YAML: ${messageOf(cause)}`);
  }
  const parsed = fileShape.safeParse(content ?? null);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join(".") || "the file itself";
    throw new ConfigurationError(
      `${importedFile} is not usable (${place}): it maps stack, resource and "id" in quotes.`,
    );
  }
  return parsed.data ?? {};
}

/**
 * The resources as an import leaves them: a signing secret that Stripe told somebody long ago is not in the state, so it is
 * asked for under the name of the variable that holds it.
 * @throws ConfigurationError for an entry of something that no definition has
 */
export function askingForSecrets(resources: readonly Resource[], imported: ReadonlyMap<string, string>): Resource[] {
  const names = new Set(resources.map(({ name }) => name));
  const idle = [...imported.keys()].filter((name) => !names.has(name));
  if (idle.length > 0) {
    throw new ConfigurationError(
      `${importedFile} names what no definition has: ${idle.join(", ")}. Remove the entry, or restore the definition.`,
    );
  }
  return resources.map((resource) => {
    const { refs, body, kind } = resource;
    const told = refs.find(({ resource: source, property }) => property === "secret" && imported.has(source));
    if (kind !== "environment-variable" || told === undefined) return resource;
    const rest = refs.filter((ref) => ref !== told);
    return { ...resource, body: { ...body, [told.path]: `secret:${String(body.key)}` }, refs: rest };
  });
}

/**
 * Takes what the file names, and the state does not have yet, into the state.
 * @returns a sentence for the user; null when there was nothing to do
 * @throws UsageError for an id that the vendor does not have, or a resource that is another object by now
 */
export async function importOpen(engine: Holder, imported: ReadonlyMap<string, string>): Promise<string | null> {
  if (imported.size === 0) return null;
  const known = await engine.known();
  const open = new Map([...imported].filter(([name]) => !known.has(name)));
  if (open.size > 0) await engine.importInto(open);
  const held = open.size > 0 ? await engine.known() : known;
  for (const [name, id] of imported) {
    const now = held.get(name);
    if (now === id) continue;
    const problem =
      now === undefined ? `its vendor has no resource ${id}` : `it is the resource ${now} by now, not ${id}`;
    throw new UsageError(`${importedFile}, ${name}: ${problem}. Remove the entry, or correct its id.`);
  }
  if (open.size === 0) return null;
  return `Imported, as ${importedFile} says: ${few([...open.keys()])}.`;
}

/** A first import may have hundreds: a line is to be read. */
const few = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

/** What the next update imports, by the names of its resources. A preview imports nothing. */
export async function stillToImport(
  engine: Pick<Holder, "known">,
  imported: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  if (imported.size === 0) return new Set();
  const known = await engine.known();
  return new Set([...imported.keys()].filter((name) => !known.has(name)));
}
