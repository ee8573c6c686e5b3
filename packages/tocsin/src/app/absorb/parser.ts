import { createRequire } from "node:module";
import path from "node:path";
import type { Parser } from "../../absorb/edit.ts";
import { UsageError } from "../../shared/usage-error.ts";

/**
 * The parser of the project's own TypeScript: whoever writes definitions has it, and whoever does not needs none.
 * @throws UsageError when there is none, or one without the interface that TypeScript had up to version 6
 */
export function parserOf(root: string): Parser {
  let found: unknown;
  try {
    found = createRequire(path.join(root, "package.json"))("typescript");
  } catch (cause) {
    throw new UsageError("--absorb edits definitions with TypeScript's parser: install `typescript` in the project.", {
      cause,
    });
  }
  if (isParser(found)) return found;
  throw new UsageError("--absorb needs the parser of TypeScript 5 or 6, and the project has another version of it.");
}

const isParser = (value: unknown): value is Parser =>
  typeof value === "object" && value !== null && "createSourceFile" in value && "isCallExpression" in value;
