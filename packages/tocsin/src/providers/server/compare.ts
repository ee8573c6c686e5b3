import { formatPath, type Path } from "./path.ts";
import type { DiffResult, Properties, PropertyDiffKind, Value } from "./types.ts";

export interface CompareOptions {
  /** Top-level properties whose change means another object. */
  replaceOn?: readonly string[];
  /** Paths of values that are not known yet; each counts as changed. */
  unknown?: ReadonlySet<string>;
}

/**
 * Differences between what is stored and what is wanted, property path by property path. A member that is absent equals one
 * that is null. Arrays are compared element by element: what has no order must be brought into one before.
 */
export function compare(olds: Properties, news: Properties, options: CompareOptions = {}): DiffResult {
  const replaceOn = new Set(options.replaceOn);
  const detailed: DiffResult["detailed"] = {};
  const note = (path: Path, kind: "add" | "delete" | "update") => {
    detailed[formatPath(path)] = withReplace(kind, replaceOn.has(String(path[0])));
  };
  walk(olds, news, [], note);
  for (const path of options.unknown ?? []) {
    const root = path.split(/[.[]/)[0] ?? path;
    detailed[path] = withReplace("update", replaceOn.has(root));
  }
  return { detailed, deleteBeforeReplace: false };
}

function withReplace(kind: "add" | "delete" | "update", replace: boolean): PropertyDiffKind {
  return replace ? `${kind}-replace` : kind;
}

type Note = (path: Path, kind: "add" | "delete" | "update") => void;

function walk(old: Value | undefined, wanted: Value | undefined, path: Path, note: Note): void {
  const before = old ?? null;
  const after = wanted ?? null;
  if (before === null || after === null) {
    if (before !== after) note(path, before === null ? "add" : "delete");
  } else if (
    typeof before === "object" &&
    typeof after === "object" &&
    Array.isArray(before) === Array.isArray(after)
  ) {
    for (const step of stepsOf(before, after)) walk(member(before, step), member(after, step), [...path, step], note);
  } else if (before !== after) note(path, "update");
}

function stepsOf(a: Value[] | Properties, b: Value[] | Properties): (string | number)[] {
  if (Array.isArray(a) && Array.isArray(b)) return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function member(value: Value[] | Properties, step: string | number): Value | undefined {
  return Array.isArray(value) ? value[Number(step)] : Object.hasOwn(value, step) ? value[step] : undefined;
}

/** True when two values are the same JSON, members in any order, absent and null being one. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  let same = true;
  walk(a, b, [], () => {
    same = false;
  });
  return same;
}
