import { existsSync } from "node:fs";
import path from "node:path";
import { suppressibleRules } from "../lint/suppressions.ts";
import { type Exception, exceptionsFile, parseExceptions } from "../model/exceptions.ts";
import { readText } from "../shared/text-file.ts";
import { acceptableClasses } from "../verify/exceptions.ts";

const known = new Set([...suppressibleRules, ...acceptableClasses]);

/**
 * The entries of the project's exceptions.yaml; none without the file.
 * @throws ConfigurationError when it cannot be used
 */
export function readExceptions(root: string): Exception[] {
  const file = path.join(root, exceptionsFile);
  return existsSync(file) ? parseExceptions(readText(file), known, new Date()) : [];
}
