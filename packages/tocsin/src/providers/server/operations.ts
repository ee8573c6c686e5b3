import { PartlyCreated, secretTexts } from "./errors.ts";
import type { Path } from "./path.ts";
import { formatPath, isWithin, touches } from "./path.ts";
import type { CheckFailure, DiffResult, Properties, ResourceHandler, Value } from "./types.ts";
import type { Decoded } from "./wire.ts";
import { encode, upToFirstArray } from "./wire.ts";

/** What the engine keeps of a resource. */
export interface Stored {
  inputs: Decoded;
  outputs: Decoded;
}

/** Shorter secret texts are not looked for in what a vendor echoes: they would turn unrelated values into secrets. */
const SHORTEST_ECHO = 8;

/** The wire form of properties, with every mark of where the values came from put back. */
function mark(handler: ResourceHandler, value: Properties, sources: readonly Decoded[], unknown: readonly Path[] = []) {
  return encode(value, {
    secrets: [...sources.flatMap((source) => source.secrets), ...secretsAmong(value, handler.secretOutputs ?? [])],
    unknown,
    secretTexts: sources.flatMap(secretTexts).filter((text) => text.length >= SHORTEST_ECHO),
  });
}

/** Where the values are that `secretOutputs` names: below lists those that are there; an empty one is none. */
function secretsAmong(value: Properties, patterns: readonly string[]): Path[] {
  const found = (node: Value | undefined, rest: readonly string[], path: Path): Path[] => {
    const [head, ...deeper] = rest;
    if (node === undefined || node === null) return [];
    if (head === undefined) return typeof node === "object" && Object.keys(node).length === 0 ? [] : [path];
    if (Array.isArray(node)) return node.flatMap((one, index) => found(one, deeper, [...path, index]));
    return typeof node === "object" ? found(node[head], deeper, [...path, head]) : [];
  };
  const paths = patterns.map((pattern) => pattern.split("."));
  return paths.flatMap((path) => (path.includes("*") ? found(value, path, []).map(upToFirstArray) : [path]));
}

const plain = (stored: Stored) => ({ inputs: stored.inputs.value, outputs: stored.outputs.value });
const unknownNames = (decoded: Decoded) => new Set(decoded.unknown.map(formatPath));

/** Validated inputs in wire form. A failure about a value that is only known later is no failure yet. */
export function check(
  handler: ResourceHandler,
  news: Decoded,
  olds: Decoded,
): { inputs: Properties; failures: CheckFailure[] } {
  const unknown = unknownNames(news);
  const hasOlds = Object.keys(olds.value).length > 0;
  const checked = handler.check(news.value, hasOlds ? olds.value : undefined, unknown);
  return { inputs: mark(handler, checked.inputs, [news], news.unknown), failures: checked.failures };
}

/** The handler's differences, and those that only the server sees: unknown values, and values that have become secret. */
export async function diff(handler: ResourceHandler, id: string, stored: Stored, news: Decoded): Promise<DiffResult> {
  const result = await handler.diff(id, plain(stored), news.value, unknownNames(news));
  const detailed = { ...result.detailed };
  const becameSecret = news.secrets.filter(
    (path) => !stored.inputs.secrets.some((old) => isWithin(old, path)) && formatPath(path) !== "",
  );
  for (const path of [...news.unknown, ...becameSecret].map(formatPath)) {
    if (!touches(Object.keys(detailed), path)) detailed[path] = "update";
  }
  return { ...result, detailed };
}

/** What a preview shows of a create: the inputs, and what only the vendor will know as unknown. */
export function previewCreate(handler: ResourceHandler, news: Decoded): Properties {
  const computed = (handler.computedOutputs ?? [])
    .filter((name) => !Object.hasOwn(news.value, name))
    .map((name) => [name]);
  return mark(handler, news.value, [news], [...news.unknown, ...computed]);
}

/** Creates the object. A `PartlyCreated` comes back as such, its outputs in wire form. */
export async function create(handler: ResourceHandler, news: Decoded): Promise<{ id: string; outputs: Properties }> {
  try {
    const made = await handler.create(news.value);
    return { id: made.id, outputs: mark(handler, made.outputs, [news]) };
  } catch (error) {
    if (!(error instanceof PartlyCreated)) throw error;
    throw new PartlyCreated(error.message, error.id, mark(handler, error.outputs, [news]), { cause: error });
  }
}

/** Live values in wire form, or null when the object is gone. What was secret before stays secret. */
export async function read(
  handler: ResourceHandler,
  id: string,
  stored: Stored,
): Promise<{ id: string; inputs: Properties; outputs: Properties } | null> {
  const isImport = Object.keys(stored.outputs.value).length === 0 && Object.keys(stored.inputs.value).length === 0;
  const live = await handler.read(id, isImport ? undefined : plain(stored));
  if (live === null) return null;
  const sources = [stored.inputs, stored.outputs];
  return { id: live.id, inputs: mark(handler, live.inputs, sources), outputs: mark(handler, live.outputs, sources) };
}

/** What a preview shows of an update: the old outputs under the new inputs; what the vendor computed once stays. */
export function previewUpdate(handler: ResourceHandler, stored: Stored, news: Decoded): Properties {
  const kept = Object.entries(stored.outputs.value).filter(([name]) => !Object.hasOwn(stored.inputs.value, name));
  const value: Properties = { ...Object.fromEntries(kept), ...news.value };
  const computed = (handler.computedOutputs ?? []).filter((name) => !Object.hasOwn(value, name)).map((name) => [name]);
  return mark(handler, value, [stored.inputs, stored.outputs, news], [...news.unknown, ...computed]);
}

export async function update(handler: ResourceHandler, id: string, stored: Stored, news: Decoded): Promise<Properties> {
  const outputs = await handler.update(id, plain(stored), news.value);
  return mark(handler, outputs, [stored.inputs, stored.outputs, news]);
}
