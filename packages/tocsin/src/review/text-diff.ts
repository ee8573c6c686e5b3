import { structuredPatch } from "diff";
import type { Json } from "../model/resource.ts";
import type { ObjectChange } from "./objects.ts";

/** Lines of a unified diff between two texts, without file names. Equal texts have none. */
function unified(before: string, after: string, context = 2): string[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context });
  return hunks.flatMap((hunk) => [
    ...(hunks.length > 1 ? [`@@ line ${hunk.oldStart} @@`] : []),
    ...hunk.lines.filter((line) => !line.startsWith("\\")),
  ]);
}

/** The differences of an object as a diff: a text of several lines line by line, anything else by its path. */
export function objectDiff({ differences }: Pick<ObjectChange, "differences">): string {
  return differences
    .flatMap(({ path, before, after }) => {
      if (multiline(before) && multiline(after)) return [`  ${path}:`, ...unified(before, after)];
      return [...side("-", path, before), ...side("+", path, after)];
    })
    .join("\n");
}

const multiline = (value: Json): value is string => typeof value === "string" && value.includes("\n");

function side(sign: string, path: string, value: Json): string[] {
  if (value === null) return [];
  const text = typeof value === "string" && !value.includes("\n") ? value : JSON.stringify(value, null, 2);
  return `${path}: ${text}`.split("\n").map((line) => `${sign} ${line}`);
}
