import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { suppressionsFile } from "../../lint/suppressions.ts";
import { acceptedFile, parseAccepted } from "../../verify/accepted.ts";
import { readSuppressions } from "../lint/run.ts";

/** What a project lets pass, as it compiles into a state. @throws ConfigurationError when a file of it cannot be used */
export function exceptionsOf(root: string): Record<string, Record<string, unknown>[]> {
  const file = path.join(root, acceptedFile);
  const accepted = existsSync(file) ? parseAccepted(readFileSync(file, "utf8")) : [];
  return {
    [suppressionsFile]: readSuppressions(root).map(({ at: _at, line: _line, ...entry }) => entry),
    [acceptedFile]: accepted.map(({ at: _at, ...entry }) => entry),
  };
}
