import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { candidates, edited, type Parser } from "../../absorb/edit.ts";
import type { Change } from "../../absorb/infer.ts";
import { dotted, withValue } from "../../absorb/leaves.ts";
import type { Absorption } from "../../absorb/outcome.ts";
import { type Loaded, loadDefinitions } from "../../project/definitions.ts";
import { readText } from "../../shared/text-file.ts";

/** How many ways to write one change are tried: each loads the definitions once. */
const mostTries = 40;

/** Texts of definition files as they would be, by absolute path, and what the definitions are with them. */
export interface Written {
  texts: ReadonlyMap<string, string>;
  loaded: Loaded;
}

type Outcome = { written: Written; places: Absorption["changes"] } | { reason: string };

/**
 * Writes the changes of one definition into the text of its file, all or none. An edit is right when the definitions, loaded with it,
 * are those of before with this change and no other: who shares a value with others is told so.
 */
export async function writeChanges(
  { root, parser }: { root: string; parser: Parser },
  before: Written,
  id: string,
  changes: readonly Change[],
): Promise<Outcome> {
  let now = before;
  const places: Absorption["changes"] = [];
  for (const change of changes) {
    const place = now.loaded.places.get(id)?.() ?? null;
    if (place === null) return { reason: "the definition is not made in a file of the project" };
    const file = path.join(root, place.file);
    const source = now.texts.get(file) ?? readText(file, { marked: true });
    const wanted = changed(now.loaded, id, change);
    const shared = new Set<string>();
    let next: Written | null = null;
    for (const edits of candidates(parser, source, place.line, change).slice(0, mostTries)) {
      const texts = new Map(now.texts).set(file, edited(source, edits));
      const loaded = await loadDefinitions(root, texts);
      if (isDeepStrictEqual(contentOf(loaded), wanted)) {
        next = { texts, loaded };
        break;
      }
      for (const other of sharersOf(loaded, now.loaded, id, change)) shared.add(other);
    }
    if (next === null) return { reason: unwritten(change, place, shared) };
    now = next;
    const { from, to } = change;
    places.push({ definition: id, path: dotted(change.path), from: asJson(from), to: asJson(to), ...place });
  }
  return { written: now, places };
}

type Json = Absorption["changes"][number]["from"];
const asJson = (value: unknown): Json => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

/** Everything that the files say. */
export function contentOf({ definitions, routes, dashboards, objectives, raw, sqlProbes, problems }: Loaded) {
  return { definitions, routes, dashboards, objectives, raw, sqlProbes, problems };
}

function changed(loaded: Loaded, id: string, { path: place, to }: Change) {
  const definitions = loaded.definitions.map((one) => (one.id === id ? withValue(one, place, to) : one));
  return { ...contentOf(loaded), definitions };
}

/** Other definitions that an edit changes as well, where it does what is wanted to this one. */
function sharersOf(loaded: Loaded, before: Loaded, id: string, change: Change): string[] {
  const wanted = new Map(changed(before, id, change).definitions.map((one) => [one.id as string, one]));
  const own = loaded.definitions.find((one) => one.id === id);
  if (own === undefined || !isDeepStrictEqual(own, wanted.get(id))) return [];
  return loaded.definitions.flatMap((one) => (isDeepStrictEqual(one, wanted.get(one.id)) ? [] : [one.id]));
}

function unwritten({ path: place, to }: Change, { file, line }: { file: string; line: number }, shared: Set<string>) {
  const field = `${dotted(place)} would have to be ${to === undefined ? "left out" : JSON.stringify(to)}`;
  return shared.size > 0
    ? `${field}, and what is written there is shared with ${[...shared].sort().join(", ")}: change it by hand`
    : `${field}, and no single value in ${file} says it (the definition begins in line ${line}): change it by hand`;
}
