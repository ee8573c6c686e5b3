import { digestOf, type InitRecord } from "./record.ts";

/** What would become of the project's files. Pure: nothing is read or written here. */

export interface Change {
  /** From the project's root, with `/`. */
  path: string;
  action: "create" | "replace" | "extend";
  content: string;
}

interface PlanInputs {
  /** What is to be there. */
  wanted: ReadonlyMap<string, string>;
  /** Those of them that hold all that the file holds now, and more. */
  extended: ReadonlySet<string>;
  /** Those that are the team's once they are written: a later run leaves what a hand has changed. */
  theirs: ReadonlySet<string>;
  /** What there is now. */
  present: ReadonlyMap<string, string>;
  /** What an earlier run wrote; null on the first. */
  record: InitRecord | null;
  /** Files that differ from the last commit, or are in none; null where nothing tells. */
  uncommitted: ReadonlySet<string> | null;
  force: boolean;
}

export interface Plan {
  changes: Change[];
  /** Files that a hand has changed, and that would be lost: nothing may be written. */
  refused: string[];
  /** Files that a hand has changed since an earlier run, and that stay as they are. */
  left: string[];
  /** Digests for the record, by path. */
  files: Record<string, string>;
}

/** Nothing is removed. What is the team's once it is there stays; a stack file is written anew unless a hand has changed it. */
export function planOf({ wanted, extended, theirs, present, record, uncommitted, force }: PlanInputs): Plan {
  const plan: Plan = { changes: [], refused: [], left: [], files: { ...record?.files } };
  const changed = (path: string, text: string) =>
    record === null ? (uncommitted?.has(path) ?? false) : record.files[path] !== digestOf(text);
  for (const [path, content] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const now = present.get(path);
    const stays =
      now !== undefined && theirs.has(path) && !extended.has(path) && (record === null || changed(path, now));
    if (stays && !force) {
      if (now !== content) plan.left.push(path);
      continue;
    }
    plan.files[path] = digestOf(content);
    if (now === content) continue;
    if (now === undefined) plan.changes.push({ path, action: "create", content });
    else if (extended.has(path)) plan.changes.push({ path, action: "extend", content });
    else if (!force && changed(path, now)) plan.refused.push(path);
    else plan.changes.push({ path, action: "replace", content });
  }
  return plan;
}
